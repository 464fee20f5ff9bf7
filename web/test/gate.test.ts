// A guard's day: enrolling, letting in, letting out, walk-ins; without a network the same verdicts,
// and a book that goes out once.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees, signIn, type Person } from './browser'
import { pictureOf, run, startCity, type City } from './city'

const people = ['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard', 'e001-contact', 'supervisor'] as const
type Login = (typeof people)[number]
const [officer, head, contact, guard, strangeContact, supervisor] = people

let city: City, browser: Browser
const contexts: Record<string, BrowserContext> = {}

async function call(login: string, method: string, path: string, data?: object) {
  const { request } = contexts[login]
  const csrf = (await (await request.get(`${city.address}/api/session`)).json()).csrf as string
  const reply = await request.fetch(city.address + path, { method, data, headers: { 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() } })
  expect(reply.ok(), `${method} ${path}: ${await reply.text()}`).toBe(true)
  return reply.json()
}

interface Place {
  enterprise: string
  site: string
}
async function placeOf(login: string): Promise<Place> {
  const { enterprise } = await call(login, 'GET', '/api/session')
  const { items } = await call(login, 'GET', `/api/enterprises/${enterprise}/sites`)
  return { enterprise, site: items[0].id }
}

interface Made {
  visit: string
  text: string
  short: string
}
const minute_ms = 60_000
const moment = (after_minutes: number) => new Date(Date.now() + after_minutes * minute_ms).toISOString()
async function codeOf(visit: string): Promise<Made> {
  const { text, short } = await call(officer, 'GET', `/api/visits/${visit}/code`)
  return { visit, text, short }
}
async function book(host: Login = contact, minutes = 5, lasting = 60): Promise<Made> {
  const place = await placeOf(host)
  const times = { start: moment(minutes), end: moment(minutes + lasting) }
  const { id } = await call(officer, 'POST', '/api/visits', { ...place, ...times, kind: 'service', people: 2, certified: 2 })
  return codeOf(id)
}
async function bookGreen(host: Login = contact, minutes?: number, lasting?: number) {
  const { visit } = await book(host, minutes, lasting)
  await call(head, 'POST', `/api/visits/${visit}/approve`, {})
  await call(host, 'POST', `/api/visits/${visit}/agree`, {})
  return codeOf(visit)
}

beforeAll(async () => {
  city = await startCity(people)
  browser = await openBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'])
  for (const login of people) {
    contexts[login] = await browser.newContext({ baseURL: city.address })
    await signIn(contexts[login], city, login)
  }
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

/** A code of a city whose key nobody here knows. */
async function strangersCode(): Promise<Made> {
  const other = await startCity([officer])
  try {
    await other.stop()
    run(other, 'key', 'rotate')
    await other.start()
    const context = await browser.newContext()
    await signIn(context, other, officer)
    const { items } = await (await context.request.get(`${other.address}/api/visits?limit=1`)).json()
    return await (await context.request.get(`${other.address}/api/visits/${items[0].id}/code`)).json()
  } finally {
    await other.remove()
  }
}

/** The same device's page when its clock shows another time. */
async function later(context: BrowserContext, minutes: number) {
  const page = await context.newPage()
  await page.clock.setFixedTime(Date.now() + minutes * minute_ms)
  return { page }
}

async function enrolled(host: Login = contact, prepare?: (context: BrowserContext) => Promise<void>): Promise<Person> {
  const { enterprise, site } = await placeOf(host)
  const { code } = await call(host, 'POST', `/api/enterprises/${enterprise}/sites/${site}/invite`, {})
  const one = await person(browser, city, '')
  await prepare?.(one.context)
  await one.page.goto(`/gate/#/enrol/${code}`)
  await one.page.fill('[name=name]', '东门')
  await one.page.getByRole('button', { name: '接入门岗' }).click()
  await one.page.getByRole('button', { name: '扫码' }).waitFor()
  expect(one.page.url()).not.toContain(code)
  return one
}

async function toScan(page: Page) {
  await page.goto('/gate/#/')
  await page.getByRole('button', { name: '扫码' }).click()
}
/** By a photo of the code, as the program draws it. */
async function show(page: Page, text: string) {
  await toScan(page)
  await page.setInputFiles('input[type=file]', { name: 'code.png', mimeType: 'image/png', buffer: pictureOf(text) })
}
async function typeShort(page: Page, short: string) {
  await toScan(page)
  await page.fill('[name=short]', short)
  await page.getByRole('button', { name: '核验' }).click()
}
const pass = (page: Page) => page.getByRole('heading', { name: '可以放行' }).waitFor()
async function stop(page: Page, reason: string | RegExp) {
  await page.getByRole('heading', { name: '不得进入' }).waitFor()
  await sees(page, reason)
}
/** Until the device has all that it needs without a network. */
async function settled(page: Page) {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.getByText('刚刚').nth(1).waitFor()
}
const lifeOf = async (visit: string) => (await call(contact, 'GET', `/api/visits/${visit}`)).life
const becomes = (visit: string, life: string) => expect.poll(() => lifeOf(visit), { timeout: 10_000 }).toBe(life)
const eventsOf = async (visit: string, type: string) =>
  (await call(supervisor, 'GET', `/api/visits/${visit}/history`)).items.filter((event: { type: string }) => event.type === type).length
const walkInsBy = async (unit: string) =>
  (await call(contact, 'GET', '/api/visits?walk_in=true&limit=100')).items.filter((visit: { unit_words?: string }) => visit.unit_words === unit)

async function recordWalkIn(page: Page, unit: string) {
  await page.goto('/gate/#/walk-in')
  await page.fill('[name=unit]', unit)
  await page.getByText('行政检查', { exact: true }).click()
  await page.fill('[name=purpose]', '没有预约')
  await page.getByRole('button', { name: '增加一人' }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await sees(page, '未预约来访告知单')
}

describe('with a network', () => {
  test('a device enrols, lets in by a photo, and lets out', async () => {
    const { visit, text } = await bookGreen()
    const { page, troubles } = await enrolled()
    await page.evaluate(() => Object.assign(navigator, { vibrate: (pattern: number[]) => Object.assign(window, { pattern }) }))
    await sees(page, '✓ 已联网')
    await show(page, text)
    await pass(page)
    expect(await page.evaluate(() => (window as unknown as { pattern: number[] }).pattern)).toHaveLength(1)
    await page.getByRole('button', { name: '增加一人' }).click()
    await stop(page, '人数超出批准')
    expect(await page.evaluate(() => (window as unknown as { pattern: number[] }).pattern.length)).toBeGreaterThan(1)
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

  test('a guard signed in, typing the short code; and what is no code', async () => {
    const { visit, short } = await bookGreen(contact, 6)
    const { page, troubles } = await person(browser, city, '', { ...phone, storageState: await contexts[guard].storageState() })
    await page.goto('/gate/')
    await page.getByRole('button', { name: /以此账号当班/ }).click()
    await typeShort(page, short.replace('-', ' ').toLowerCase())
    await pass(page)
    await page.getByRole('button', { name: '放行 2 人' }).click()
    await becomes(visit, 'arrived')
    await typeShort(page, short)
    await page.getByRole('button', { name: '登记离开' }).click()
    await becomes(visit, 'done')
    await typeShort(page, '0000-0001')
    await sees(page, '短码有误')
    await show(page, 'https://example.org/')
    await sees(page, '这不是访企码')
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
    await show(one.page, text)
    await pass(one.page)
    await city.stop()
    await show(one.page, text)
    await sees(one.page, '现在连不上服务器')
    await city.start()
    expect(one.troubles.filter((trouble) => !/WebAssembly|falling back/.test(trouble))).toEqual([])
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
    ['another enterprise’s', () => codes.elsewhere.text, '不是本企业的码'],
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
  test('an expired one', async () => {
    const { page } = await later(one.context, 3 * 60)
    await show(page, codes.soon.text)
    await stop(page, '已过访企时间')
    await page.close()
  })
  test('all without a complaint', () => expect(one.troubles).toEqual([]))
})

test('the book of a gate that was offline goes out once, even when the reply is lost', async () => {
  const { visit, text } = await bookGreen(contact, 13)
  const { page, context, troubles } = await enrolled()
  await settled(page)
  await city.stop()
  await show(page, text)
  await pass(page)
  await page.getByRole('button', { name: '放行 2 人' }).click()
  await sees(page, '✓ 已登记 2 人进入')
  await recordWalkIn(page, '断网时来的')
  await sees(page, '连上服务器后才能签发红码')
  await page.goto('/gate/#/inside')
  const walkIn = page.getByRole('listitem').filter({ hasText: '断网时来的' })
  await walkIn.getByRole('button', { name: '登记离开' }).click()
  await walkIn.waitFor({ state: 'detached' }) // the device has it
  await page.goto('/gate/#/book')
  await page.getByText('待补传').nth(2).waitFor()
  await page.reload()
  await page.getByText('待补传').nth(2).waitFor()

  await city.start()
  let sent = 0
  await context.route('**/api/gate/upload', async (route) => {
    const response = await route.fetch()
    if (sent++ > 0) await route.fulfill({ response })
    else await route.abort('connectionreset')
  })
  // the device, which looks for the server by itself, may be quicker than the guard
  await page.getByRole('button', { name: /立即补传/ }).click({ timeout: 3000 }).catch(() => undefined)
  await page.getByText('已记录').nth(2).waitFor({ timeout: 45_000 })
  expect(sent).toBeGreaterThan(1)
  expect(await lifeOf(visit)).toBe('arrived')
  expect(await eventsOf(visit, 'visit_arrived')).toBe(1)
  const walkIns = await walkInsBy('断网时来的')
  expect(walkIns).toHaveLength(1)
  expect(walkIns[0].life).toBe('done')
  expect(troubles).toEqual([])
})

test('what the server refuses is shown with the reason', async () => {
  const { visit, text } = await bookGreen(contact, 14)
  const { page, context, troubles } = await enrolled()
  await context.route('**/api/gate/upload', (route) => route.abort('connectionreset'))
  await show(page, text)
  await page.getByRole('button', { name: '放行 2 人' }).click()
  await sees(page, '✓ 已登记 2 人进入')
  // meanwhile another gate has let them in
  await call(contact, 'POST', '/api/gate/arrive', { scan: crypto.randomUUID(), visit, people: 2 })
  await context.unroute('**/api/gate/upload')
  await page.evaluate(() => void dispatchEvent(new Event('online')))
  await page.goto('/gate/#/book')
  await page.getByText(/^✕ /).waitFor({ timeout: 40_000 })
  await page.getByRole('button', { name: '知道了' }).click()
  await sees(page, '还没有登记')
  expect(troubles).toEqual([])
})

test('every screen keeps to WCAG 2.1 AA, in both languages', async () => {
  const green = await bookGreen(contact, 15)
  const red = await book(contact, 16)
  const { page, troubles } = await enrolled()
  await recordWalkIn(page, '某某学会')
  await sees(page, /^HENG1:/)
  const slip = page.url()
  for (const language of ['zh', 'en']) {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
    for (const where of ['', 'scan', 'walk-in', 'inside', 'book', 'settings', 'enrol', slip.split('#/')[1]]) {
      await page.goto(`/gate/#/${where}`)
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await noViolations(page)
    }
    for (const { text } of [green, red]) {
      await page.goto('/gate/#/scan')
      await page.reload()
      await page.setInputFiles('input[type=file]', { name: 'code.png', mimeType: 'image/png', buffer: pictureOf(text) })
      await page.locator('.verdict').waitFor()
      await noViolations(page)
    }
  }
  expect(troubles).toEqual([])
}, 120_000)
