// Draws the icons of the pages that can be installed, from shared/style/heng.svg, by Chromium.
//   node icons.mjs    writes public/gate/icon-*.png anew; needed only when the drawing has changed
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const web = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const svg = readFileSync(join(web, 'shared/style/heng.svg'), 'utf8')
const ground = /fill="(#\w+)"/.exec(svg)[1]

// a launcher cuts a maskable icon to its own shape: the drawing keeps to the middle four fifths
const icons = [
  { name: 'icon-192', size: 192, part: 1 },
  { name: 'icon-512', size: 512, part: 1 },
  { name: 'icon-512-maskable', size: 512, part: 0.8 },
]

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const { name, size, part } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const drawn = Math.round(size * part)
  await page.setContent(
    `<body style="margin:0;display:grid;height:100vh;place-items:center;background:${part < 1 ? ground : 'none'}">` +
      svg.replace('<svg ', `<svg width="${drawn}" height="${drawn}" `),
  )
  await page.screenshot({ path: join(web, 'public/gate', `${name}.png`), omitBackground: true })
}
await browser.close()
