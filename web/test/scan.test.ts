// Scanning: the camera plays a film of a code that the program made; it is found within 20 frames.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees } from './browser'
import { startCity, type City } from './city'
import { film, type Scene } from './film'

// Of no known key, but as long as a code may be.
const text = `HENG1:${'6BFOXN*TS0BI$ZD.P9UOL97O4-2HH77HRM3DSPTRTXR'.repeat(5).slice(0, 224)}`

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

let city: City, folder: string, guard: StorageState
beforeAll(async () => {
  city = await startCity(['e001-guard'])
  const browser = await openBrowser()
  const { context } = await person(browser, city, 'e001-guard')
  guard = await context.storageState()
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
  'in perspective': { tilt: 0.35, turn_degrees: 8, side_px: 380 },
  'dim and noisy': { light: 0.35, noise: 24, side_px: 400 },
}

interface Found {
  text: string
  frames: number
}

/** Counts what is handed to the decoder until it answers. */
function watchDecoder() {
  let frames = 0
  let tell: (found: Found) => void
  const found = new Promise<Found>((resolve) => (tell = resolve))
  const Plain = window.Worker
  class WatchedWorker extends Plain {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      this.addEventListener('message', ({ data: { text } }: MessageEvent<{ text?: string }>) => text && tell({ text, frames }))
    }
    override postMessage(message: unknown) {
      frames++
      super.postMessage(message)
    }
  }
  Object.assign(window, { Worker: WatchedWorker, found })
}

/** As a browser does that does not know 'wasm-unsafe-eval' (Chrome before 97, Safari before 16). */
async function forbidWebAssembly(context: BrowserContext) {
  await context.route(/zxing-worker/, async (route) => {
    const response = await route.fetch()
    const policy = response.headers()['content-security-policy'].replace("'wasm-unsafe-eval'", '')
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
  })
}

async function scanned(path: string, prepare?: (context: BrowserContext) => Promise<void>) {
  const browser = await openBrowser([
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${path}`,
  ])
  try {
    const { page, troubles, context } = await person(browser, city, '', { ...phone, storageState: guard })
    await context.grantPermissions(['camera'])
    await page.addInitScript(watchDecoder)
    await prepare?.(context)
    await page.goto('/gate/')
    await page.getByRole('button', { name: /以此账号当班/ }).click()
    await page.getByRole('button', { name: '扫码' }).click()
    const found = await page.evaluate(() => (window as unknown as { found: Promise<Found> }).found)
    return { ...found, troubles }
  } finally {
    await browser.close()
  }
}

describe('the camera finds a code within 20 frames', () => {
  test.each(Object.entries(scenes))('%s', async (name, scene) => {
    const { text: found, frames, troubles } = await scanned(film(city, join(folder, `${name}.y4m`), text, scene))
    expect(found).toBe(text)
    expect(frames).toBeLessThanOrEqual(20)
    expect(troubles).toEqual([])
  })

  test('without WebAssembly', async () => {
    const { text: found, troubles } = await scanned(film(city, join(folder, 'plain.y4m'), text), forbidWebAssembly)
    expect(found).toBe(text)
    expect(troubles.filter((trouble) => !/WebAssembly|falling back/.test(trouble))).toEqual([])
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
