// A guard's day: enrolling, letting in, letting out, walk-ins; without a network the same verdicts.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { person, phone, sees, type Person } from './browser'
import { pictureOf } from './city'
import {
  becomes, book, bookGreen, browser, call, city, closeGatehouse, contact, contexts, enrolled, guard, kept, later, officer, openGatehouse, pass,
  recordWalkIn, settled, show, stop, strangeContact, strangersCode, toScan, typeShort, type Made,
} from './gatehouse'

beforeAll(openGatehouse)
afterAll(closeGatehouse)

/** As a Chinese keyboard gives it. */
const fullWidth = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

describe('with a network', () => {
  test('a device enrols, lets in by a photo, and lets out', async () => {
    const { visit, text } = await bookGreen()
    const { page, troubles } = await enrolled()
    await sees(page, '✓ 已联网')
    await show(page, text)
    await pass(page)
    await page.getByRole('button', { name: '增加一人' }).click()
    await stop(page, '人数超出批准')
    await page.getByRole('button', { name: '减少一人' }).click()
    await page.getByRole('button', { name: '放行 2 人' }).click()
    await sees(page, '✓ 已登记 2 人进入')
    await becomes(visit, 'arrived')
    await page.getByRole('button', { name: '回首页' }).click()
    await page.getByRole('link', { name: /在内访客/ }).click()
    await page.getByRole('button', { name: '登记离开' }).click()
    await sees(page, '没有访客在内')
    await becomes(visit, 'done')
    expect(troubles).toEqual([])
  })

  test('a guard signed in, by a scanner that types and by the short code; and what is no code', async () => {
    const { visit, short, text } = await bookGreen(contact, 6)
    const { page, troubles } = await person(browser, city, '', { ...phone, storageState: await contexts[guard].storageState() })
    await page.goto('/gate/')
    await page.getByRole('button', { name: /以此账号当班/ }).click()
    await page.getByRole('button', { name: '扫码' }).waitFor()
    await toScan(page)
    await page.getByLabel('或输入短码').waitFor()
    await page.keyboard.type(`${text}\n`) // as a scanner does that types
    await pass(page)
    await typeShort(page, short.replace('-', ' ').toLowerCase())
    await pass(page)
    await page.getByRole('button', { name: '放行 2 人' }).click()
    await becomes(visit, 'arrived')
    await typeShort(page, short)
    await page.getByRole('button', { name: '登记离开' }).click()
    await becomes(visit, 'done')
    for (const typed of [fullWidth(short), short.replace(/0/g, 'O').replace('-', '—'), ` ${short} `.toLowerCase()]) {
      await typeShort(page, typed)
      await page.locator('.verdict').waitFor() // found: what it says is of a visit that is over
    }
    await typeShort(page, '0000-0001')
    await sees(page, '短码有误')
    for (const strange of ['https://weixin.qq.com/r/abc', `https://shiming.gsxt.gov.cn/${'9'.repeat(18)}.html`]) {
      await show(page, strange)
      await sees(page, '这不是访企码')
    }
    expect(troubles).toEqual([])
  })

  test('what was revoked since the list came is red', async () => {
    const { page, troubles } = await enrolled()
    const { visit, text } = await bookGreen(contact, 7)
    await call(officer, 'POST', `/api/visits/${visit}/cancel`, { words: '改期' })
    await show(page, text)
    await stop(page, '已取消')
    expect(troubles).toEqual([])
  })

  test('a walk-in is given a signed red slip', async () => {
    const { page, troubles } = await enrolled()
    await recordWalkIn(page, '某某协会')
    await sees(page, /^HENG1:/)
    const text = await page.locator('.text').textContent()
    const checked = await call(officer, 'POST', '/api/check', { text })
    expect(checked).toMatchObject({ signature: 'valid', says: { code: 'red', unit: '某某协会' } })
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false)
    expect(troubles).toEqual([])
  })

  test('where WebAssembly is forbidden the server judges, and the page says so', async () => {
    const { text } = await bookGreen(contact, 8)
    const one = await enrolled(contact, async (context) => {
      await context.route('**/gate/', async (route) => {
        const response = await route.fetch()
        const policy = response.headers()['content-security-policy'].replace("'wasm-unsafe-eval'", '')
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
      })
    })
    await sees(one.page, '这个浏览器不能离线核验')
    await kept(one.page)
    await show(one.page, text)
    await pass(one.page)
    await city.stop()
    await show(one.page, text)
    await sees(one.page, '现在连不上服务器')
    await city.start()
    expect(one.troubles.filter((trouble) => !/WebAssembly|falling back/.test(trouble))).toEqual([])
  })
})

describe('what hands and ears get', () => {
  interface Told {
    tones: { type: string; pitch_hz: number }[]
    patterns: number[][]
  }
  /** Writes down what would sound and tremble. */
  function listen() {
    const told: Told = { tones: [], patterns: [] }
    class AudioContext {
      state = 'suspended'
      currentTime = 0
      destination = {}
      resume() {
        this.state = 'running'
        return Promise.resolve()
      }
      createGain = () => ({ gain: {}, connect() {} })
      createOscillator = () => ({
        type: '', frequency: { value: 0 }, connect() {}, stop() {},
        start() {
          told.tones.push({ type: this.type, pitch_hz: this.frequency.value })
        },
      })
    }
    Object.assign(window, { AudioContext, told })
    Object.defineProperty(navigator, 'vibrate', { value: (pattern: number[]) => told.patterns.push(pattern) })
  }
  const heardBy = async (page: Page): Promise<Told> => {
    const told = await page.evaluate(() => (window as unknown as { told: Told }).told)
    await page.evaluate(() => Object.assign((window as unknown as { told: Told }).told, { tones: [], patterns: [] }))
    return told
  }

  test('green and red differ', async () => {
    const [green, red] = [await bookGreen(contact, 17), await book(contact, 18)]
    const { page, troubles } = await enrolled(contact, (context) => context.addInitScript(listen))
    await show(page, green.text)
    await pass(page)
    const atGreen = await heardBy(page)
    await show(page, red.text)
    await stop(page, '负责人')
    const atRed = await heardBy(page)
    for (const { tones, patterns } of [atGreen, atRed]) {
      expect(tones.length).toBeGreaterThan(1)
      expect(patterns).toHaveLength(1)
    }
    const lowest = Math.min(...atGreen.tones.map(({ pitch_hz }) => pitch_hz))
    expect(Math.max(...atRed.tones.map(({ pitch_hz }) => pitch_hz))).toBeLessThan(lowest / 2)
    expect(atRed.tones[0].type).not.toBe(atGreen.tones[0].type)
    expect(atRed.patterns[0].length).toBeGreaterThan(atGreen.patterns[0].length)
    expect(troubles).toEqual([])
  })

  test.each([
    ['missing', () => {
      delete (window as { AudioContext?: unknown }).AudioContext
      Object.defineProperty(navigator, 'vibrate', { value: undefined })
    }],
    ['refused', () => {
      Object.assign(window, { AudioContext: class { constructor() { throw new DOMException('none', 'NotSupportedError') } } })
      Object.defineProperty(navigator, 'vibrate', { value: () => false })
    }],
  ])('where they are %s the verdict is there all the same', async (_, prepare) => {
    const { text } = await bookGreen(contact, 19)
    const { page, troubles } = await enrolled(contact, (context) => context.addInitScript(prepare))
    await show(page, text)
    await pass(page)
    expect(troubles).toEqual([])
  })

  test('the lamp goes on and off, and away where it does not', async () => {
    const { page, troubles } = await enrolled(contact, (context) => context.addInitScript(() => {
      const lamp = { asked: [] as unknown[], broken: false }
      Object.assign(window, { lamp })
      MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true }) as MediaTrackCapabilities
      MediaStreamTrack.prototype.applyConstraints = async (constraints) => {
        if (lamp.broken) throw new DOMException('none', 'OverconstrainedError')
        lamp.asked.push(constraints?.advanced?.[0])
      }
    }))
    await toScan(page)
    await page.getByRole('button', { name: '打开手电' }).click()
    await page.getByRole('button', { name: '关闭手电', pressed: true }).click()
    await page.getByRole('button', { name: '打开手电', pressed: false }).waitFor()
    expect(await page.evaluate(() => (window as unknown as { lamp: { asked: unknown } }).lamp.asked)).toEqual([{ torch: true }, { torch: false }])
    await page.evaluate(() => Object.assign((window as unknown as { lamp: object }).lamp, { broken: true }))
    await page.getByRole('button', { name: '打开手电' }).click()
    await page.getByRole('button', { name: '打开手电' }).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
  })
})

describe('with the server stopped and the page opened anew', () => {
  let one: Person
  const codes: Record<string, Made> = {}
  beforeAll(async () => {
    codes.green = await bookGreen(contact, 9)
    codes.slip = await book(contact, 10)
    codes.soon = await bookGreen(contact, 11, 20)
    codes.elsewhere = await bookGreen(strangeContact, 12)
    codes.strange = await strangersCode()
    one = await enrolled()
    await settled(one.page)
    await city.stop()
    await one.page.reload()
  })
  afterAll(() => city.start())

  const flipped = (text: string) => text.slice(0, -4) + (text.slice(-4, -3) === '0' ? '1' : '0') + text.slice(-3)

  test('a green code', async () => {
    await show(one.page, codes.green.text)
    await pass(one.page)
    await sees(one.page, '请放行，至多 2 人')
  })
  test('a short code', async () => {
    await typeShort(one.page, codes.green.short)
    await pass(one.page)
  })
  test.each<[string, () => string, string]>([
    ['a red slip', () => codes.slip.text, '负责人'],
    ['another enterprise’s', () => codes.elsewhere.text, '不是本企业或本场所的码'],
    ['one with a flipped bit', () => flipped(codes.green.text), '签名无效'],
    ['one signed by a stranger', () => codes.strange.text, '签发密钥不明'],
  ])('%s', async (_, text, reason) => {
    await show(one.page, text())
    await stop(one.page, reason)
  })
  test('the device’s clock set back makes nothing good, even after a restart', async () => {
    const { page } = await later(one.context, -3 * 60)
    await show(page, codes.green.text)
    await stop(page, '本机时间不可信')
    await page.close()
  })
  test('and the page says how far behind it is', async () => {
    const { page } = await later(one.context, -3 * 60)
    await page.goto('/gate/')
    await sees(page, /本机时间慢了 1\d\d 分钟/)
    await page.close()
  })
  test('a list of yesterday says so, and answers for no short code', async () => {
    const { page } = await later(one.context, 24 * 60)
    await page.goto('/gate/')
    await sees(page, '不是今天的')
    await typeShort(page, '0000-0000')
    await sees(page, '没有今天的名单')
    await page.close()
  })
  test('an expired one', async () => {
    const { page } = await later(one.context, 3 * 60)
    await show(page, codes.soon.text)
    await stop(page, '已过访企时间')
    await page.close()
  })
  test('all without a complaint', () => expect(one.troubles).toEqual([]))
})

test('every screen keeps to WCAG 2.1 AA and to a narrow phone in the elders’ view, in both languages', async () => {
  const green = await bookGreen(contact, 15)
  const red = await book(contact, 16)
  const { page, troubles } = await enrolled()
  await recordWalkIn(page, '某某学会')
  await sees(page, /^HENG1:/)
  const slip = page.url()
  await page.setViewportSize({ width: 360, height: 640 })
  await page.evaluate(() => localStorage.setItem('large', 'yes'))
  for (const language of ['zh', 'en']) {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
    for (const where of ['', 'scan', 'walk-in', 'inside', 'book', 'settings', 'enrol', slip.split('#/')[1]]) {
      await page.goto(`/gate/#/${where}`)
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await noViolations(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    }
    for (const { text } of [green, red]) {
      await page.goto('/gate/#/scan')
      await page.reload()
      await page.setInputFiles('input[type=file]', { name: 'code.png', mimeType: 'image/png', buffer: pictureOf(text) })
      await page.locator('.verdict').waitFor()
      await noViolations(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    }
  }
  expect(troubles).toEqual([])
}, 120_000)
