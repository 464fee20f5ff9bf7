// Scanning: the camera plays a film of a code that the program made; it is found within 20 frames; photos of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees } from './browser'
import { pictureOf, startCity, type City } from './city'
import { film, type Scene } from './film'
import { photo, type Shot } from './photo'

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

let city: City, folder: string, guard: StorageState
/** Of some of the city's visits, to whatever enterprise. */
let texts: string[], text: string
beforeAll(async () => {
  city = await startCity(['e001-guard', 'city-market-officer1'])
  const browser = await openBrowser()
  const { context } = await person(browser, city, 'e001-guard')
  guard = await context.storageState()
  const { context: officer } = await person(browser, city, 'city-market-officer1')
  const { items } = await (await officer.request.get(`/api/visits?limit=${Object.keys(scenes).length}`)).json()
  const codes = items.map(async ({ id }: { id: string }) => (await (await officer.request.get(`/api/visits/${id}/code`)).json()).text)
  ;[text] = texts = await Promise.all(codes)
  await browser.close()
  folder = mkdtempSync(join(tmpdir(), 'heng-film-'))
})
afterAll(async () => {
  await city.remove()
  rmSync(folder, { recursive: true })
})

const scenes: Record<string, Scene> = {
  'clean': {},
  'turned by 33 degrees': { turn_degrees: 33 },
  'upside down': { turn_degrees: 180 },
  'leaning forward by 60 degrees': { lean_degrees: -60, turn_degrees: 8, side_px: 400 },
  'leaning back': { lean_degrees: 60, turn_degrees: 20, side_px: 400 },
  'leaning to the left': { lean_degrees: -60, sideways: true, turn_degrees: 98, side_px: 400 },
  'leaning to the right': { lean_degrees: 60, sideways: true, turn_degrees: 8, side_px: 400 },
  'dim and noisy': { light: 0.35, noise: 24, side_px: 400 },
}

/** Counts the pictures that the decoder is handed until it has read one. */
function watchDecoder() {
  const watched = { frames: 0, texts: [] as string[] }
  const Plain = window.Worker
  class WatchedWorker extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      this.addEventListener('message', ({ data }: MessageEvent<{ texts?: string[] }>) => watched.texts.push(...(data.texts ?? [])))
    }
    override postMessage(message: { image?: ImageData }) {
      if (message.image && watched.texts.length === 0) watched.frames++
      super.postMessage(message)
    }
  }
  Object.assign(window, { Worker: WatchedWorker, watched })
}
interface Watched {
  frames: number
  texts: string[]
}
const watchedBy = (page: Page) => page.evaluate(() => (window as unknown as { watched: Watched }).watched)

/** As a browser does that does not know 'wasm-unsafe-eval' (Chrome before 97, Safari before 16). */
async function forbidWebAssembly(context: BrowserContext) {
  await context.route(/zxing-worker/, async (route) => {
    const response = await route.fetch()
    const policy = response.headers()['content-security-policy'].replace("'wasm-unsafe-eval'", '')
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
  })
}
const decoders = { 'zxing': undefined, 'plain JavaScript': forbidWebAssembly }
type Decoder = keyof typeof decoders

/** A guard at the scanner. */
async function scanner(browser: Browser, decoder: Decoder, isFilmed: boolean) {
  const one = await person(browser, city, '', { ...phone, storageState: guard })
  if (isFilmed) await one.context.grantPermissions(['camera'])
  await one.page.addInitScript(watchDecoder)
  await decoders[decoder]?.(one.context)
  await one.page.goto('/gate/')
  await one.page.getByRole('button', { name: /以此账号当班/ }).click()
  await one.page.getByRole('button', { name: '扫码' }).click()
  return one
}
const complaints = (troubles: readonly string[]) => troubles.filter((trouble) => !/WebAssembly|falling back/.test(trouble))

describe.each(Object.entries(scenes))('the camera finds a code within 20 frames: %s', (name, scene) => {
  let browser: Browser, filmed: string
  beforeAll(async () => {
    filmed = texts[Object.keys(scenes).indexOf(name)]
    const path = film(city, join(folder, `${name}.y4m`), filmed, scene)
    browser = await openBrowser([
      '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`,
    ])
  })
  afterAll(() => browser.close())

  test.each(Object.keys(decoders) as Decoder[])('by %s', async (decoder) => {
    const { page, troubles, context } = await scanner(browser, decoder, true)
    await page.locator('.verdict').waitFor({ timeout: 30_000 })
    const { frames, texts: found } = await watchedBy(page)
    expect(found).toEqual([filmed])
    expect(frames).toBeGreaterThan(0)
    expect(frames).toBeLessThanOrEqual(20)
    expect(complaints(troubles)).toEqual([])
    await context.close()
  })
})

describe('a photo', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  describe.each(Object.keys(decoders) as Decoder[])('by %s', (decoder) => {
    test.each<[string, Shot]>([
      ['of twelve megapixels, the code small in a corner', { width_px: 4000, height_px: 3000, codes: [{ x: 0.8, y: 0.75, side: 0.16 }] }],
      ['of twelve megapixels, turned, held upright by EXIF', {
        width_px: 4000, height_px: 3000, codes: [{ x: 0.4, y: 0.5, side: 0.5, turn_degrees: 20 }], orientation: 6,
      }],
      ['of a sheet that leans by 55 degrees', { width_px: 1200, height_px: 900, codes: [{ x: 0.5, y: 0.5, side: 0.7 }], lean_degrees: 55 }],
      ['with a code of something else beside it', {
        width_px: 1600, height_px: 1200,
        codes: [{ x: 0.25, y: 0.5, side: 0.5, text: 'https://weixin.qq.com/r/abcdefghijklmnop' }, { x: 0.75, y: 0.5, side: 0.5 }],
      }],
    ])('%s', async (_, shot) => {
      const { page, troubles, context } = await scanner(browser, decoder, false)
      const [buffer] = await Promise.all([photo(browser, text, shot), page.getByText('拍照或选照片').waitFor()])
      await page.setInputFiles('input[type=file]', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer })
      await page.locator('.verdict').waitFor({ timeout: 30_000 })
      expect((await watchedBy(page)).texts).toContain(text)
      expect(complaints(troubles)).toEqual([])
      await context.close()
    })
  })

  test('of another code is said to be none of ours, and the camera goes on', async () => {
    const { page, troubles, context } = await scanner(browser, 'zxing', false)
    const camera = page.locator('video')
    await camera.evaluate((video) => Object.assign(video, { isTheSame: true }))
    for (const other of ['https://weixin.qq.com/r/abc', `https://shiming.gsxt.gov.cn/${'9'.repeat(18)}`]) {
      await page.setInputFiles('input[type=file]', { name: 'code.png', mimeType: 'image/png', buffer: pictureOf(other) })
      await sees(page, '这不是访企码')
    }
    expect(await camera.evaluate((video) => 'isTheSame' in video)).toBe(true)
    expect(troubles).toEqual([])
    await context.close()
  })
})

test('where the camera is not allowed the page says what to do', async () => {
  const browser = await openBrowser()
  try {
    const { page, troubles } = await person(browser, city, '', { ...phone, storageState: guard })
    await page.goto('/gate/')
    await page.getByRole('button', { name: /以此账号当班/ }).click()
    await page.getByRole('button', { name: '扫码' }).click()
    await sees(page, /没有使用摄像头的许可|没有找到摄像头/)
    await noViolations(page)
    await page.setInputFiles('input[type=file]', { name: 'note.txt', mimeType: 'image/png', buffer: Buffer.from('no picture') })
    await sees(page, '不是可以打开的照片')
    expect(troubles).toEqual([])
  } finally {
    await browser.close()
  }
})
