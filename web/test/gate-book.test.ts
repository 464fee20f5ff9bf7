// The gate's book: what a guard records goes to the server once and whole, whatever happens to the
// network, the server, the page or the device in between.
import type { Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { person, sees } from './browser'
import {
  bookGreen, browser, call, city, closeGatehouse, contact, enrol, enrolled, eventsOf, lifeOf, openGatehouse, pass, placeOf, recordWalkIn,
  settled, show, strangeContact, toEnrol, walkInsBy,
} from './gatehouse'

beforeAll(openGatehouse)
afterAll(closeGatehouse)

const uploads = '**/api/gate/upload'
const isBack = (page: Page) => page.evaluate(() => void dispatchEvent(new Event('online')))
function refuse(route: Route, status: number) {
  const problem = { type: 'about:blank', title: '', status, code: 'other', number: 1, zh: '不', en: 'no', next_zh: '等', next_en: 'wait' }
  return route.fulfill({ status, contentType: 'application/problem+json', body: JSON.stringify(problem) })
}
const recorded = async (page: Page, count: number) => {
  await page.goto('/gate/#/book')
  await page.getByText('已记录').nth(count - 1).waitFor({ timeout: 45_000 })
}

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
  await page.reload()
  await page.goto('/gate/#/book')
  await page.getByText('待补传').nth(2).waitFor()

  await city.start()
  let sent = 0
  await context.route(uploads, async (route) => {
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
  await context.route(uploads, (route) => route.abort('connectionreset'))
  await show(page, text)
  await page.getByRole('button', { name: '放行 2 人' }).click()
  await sees(page, '✓ 已登记 2 人进入')
  // meanwhile another gate has let them in
  await call(contact, 'POST', '/api/gate/arrive', { scan: crypto.randomUUID(), visit, people: 2 })
  await context.unroute(uploads)
  await page.evaluate(() => void dispatchEvent(new Event('online')))
  await page.goto('/gate/#/book')
  await page.getByText(/^✕ /).waitFor({ timeout: 40_000 })
  await page.getByRole('button', { name: '知道了' }).click()
  await sees(page, '还没有登记')
  expect(troubles).toEqual([])
})

test('the address that a guard goes to while the page opens is where they go', async () => {
  const { page, context, troubles } = await enrolled()
  await recordWalkIn(page, '路上的')
  await page.goto('/gate/#/')
  await settled(page)
  const early = await context.newPage()
  await early.addInitScript(() => addEventListener('DOMContentLoaded', () => (location.hash = '#/book'), { once: true }))
  await early.goto('/gate/#/inside')
  await early.getByRole('heading', { name: '登记簿' }).waitFor()
  await sees(early, '路上的')
  expect(early.url()).toContain('#/book')
  expect(troubles).toEqual([])
})

test('two windows of one device tell each entry once, and each knows of both', async () => {
  const { page, context, troubles } = await enrolled()
  await settled(page)
  const other = await context.newPage()
  await other.goto('/gate/')
  await sees(other, '✓ 已联网')
  await context.setOffline(true)
  await recordWalkIn(page, '一号窗来的')
  await recordWalkIn(other, '二号窗来的')
  await context.setOffline(false) // both hear of it at once
  for (const window of [page, other]) await recorded(window, 2)
  for (const unit of ['一号窗来的', '二号窗来的']) expect(await walkInsBy(unit)).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('a page that is closed before the answer came tells it once', async () => {
  const { page, context, troubles } = await enrolled()
  let arrived!: () => void
  const told = new Promise<void>((resolve) => (arrived = resolve))
  await context.route(uploads, async (route) => {
    await route.fetch()
    arrived() // and nobody hears of it
  })
  await recordWalkIn(page, '页面关了的')
  await told
  const again = await context.newPage()
  await page.close()
  await context.unroute(uploads)
  await again.goto('/gate/')
  await recorded(again, 1)
  expect(await walkInsBy('页面关了的')).toHaveLength(1)
  expect(troubles).toEqual([])
})

test.each([500, 429, 401])('what a server answers with %i is told again', async (status) => {
  const { page, context, troubles } = await enrolled()
  let asked = 0
  await context.route(uploads, (route) => {
    asked++
    return refuse(route, status)
  })
  await recordWalkIn(page, `遇到 ${status} 的`)
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0)
  await page.goto('/gate/#/')
  await sees(page, '1 条待补传')
  if (status === 401) await sees(page, '本门岗已被停用')
  await context.unroute(uploads)
  await isBack(page)
  await recorded(page, 1)
  expect(await walkInsBy(`遇到 ${status} 的`)).toHaveLength(1)
  expect(troubles.filter((trouble) => !trouble.includes('status of 500'))).toEqual([])
})

test('an entry that the server cannot read keeps back no other', async () => {
  const { page, context, troubles } = await enrolled()
  await settled(page)
  await context.setOffline(true)
  const { enterprise } = await placeOf(contact)
  await page.evaluate(async (enterprise) => {
    const opening = indexedDB.open('heng-gate')
    await new Promise((resolve) => (opening.onsuccess = resolve))
    const body = { what: 'walk_in', scan: 'of-another-build', unit_words: '长'.repeat(61), kind: 'inspection', people: 1 }
    const entry = { body, enterprise, unit: '长名单位', visit: null, at_ms: Date.now() - 1000, answer: null }
    const writing = opening.result.transaction('entry', 'readwrite')
    writing.objectStore('entry').put(entry, body.scan)
    await new Promise((resolve) => (writing.oncomplete = resolve))
  }, enterprise)
  for (const unit of ['其后一', '其后二']) await recordWalkIn(page, unit)
  await context.setOffline(false)
  await recorded(page, 2)
  await page.getByRole('listitem').filter({ hasText: '长名单位' }).getByText('✕ 字段不合要求').waitFor()
  for (const unit of ['其后一', '其后二']) expect(await walkInsBy(unit)).toHaveLength(1)
  expect(troubles).toEqual([])
})

describe('where the device can keep nothing more', () => {
  const hows = ['refuses', 'gives up']
  const fill = (page: Page, how: string, store: 'thing' | 'entry') =>
    page.evaluate(([refuses, store]) => {
      const { put } = IDBObjectStore.prototype
      Object.assign(window, { makeRoom: () => (IDBObjectStore.prototype.put = put) })
      IDBObjectStore.prototype.put = function (...entry) {
        if (refuses && this.name === store) throw new DOMException('full', 'QuotaExceededError')
        const request = put.apply(this, entry)
        request.addEventListener('success', () => this.transaction.abort())
        return request
      }
    }, [how === 'refuses', store])
  const makeRoom = (page: Page) => page.evaluate(() => (window as unknown as { makeRoom(): void }).makeRoom())

  test.each(hows)('nobody is let in unrecorded: it %s', async (how) => {
    const { visit, text } = await bookGreen(contact, how === 'refuses' ? 20 : 21)
    const { page, troubles } = await enrolled()
    await fill(page, how, 'entry')
    await show(page, text)
    await pass(page)
    await page.getByRole('button', { name: '放行 2 人' }).click()
    await sees(page, '本机没有记下')
    expect(await lifeOf(visit)).toBe('booked')
    await makeRoom(page)
    await page.getByRole('button', { name: '放行 2 人' }).click()
    await sees(page, '✓ 已登记 2 人进入')
    await recorded(page, 1)
    expect(await eventsOf(visit, 'visit_arrived')).toBe(1)
    expect(troubles).toEqual([])
  })

  test.each(hows)('the code to enrol it serves until it is enrolled: it %s', async (how) => {
    const { page, troubles } = await person(browser, city, '')
    await toEnrol(page, contact)
    await fill(page, how, 'thing')
    await page.getByRole('button', { name: '接入门岗' }).click()
    await sees(page, '还没有接入')
    await makeRoom(page)
    await page.getByRole('button', { name: '接入门岗' }).click()
    await page.getByRole('button', { name: '扫码' }).waitFor()
    expect(troubles).toEqual([])
  })
})

test('a gate that its contact ends while it is offline keeps its book for the next enrolment', async () => {
  const { page, context, troubles } = await enrolled()
  await settled(page)
  await context.setOffline(true)
  const { items } = await call(contact, 'GET', '/api/gates?limit=100')
  for (const { id, revoked } of items) if (!revoked) await call(contact, 'POST', `/api/gates/${id}/revoke`, {})
  await recordWalkIn(page, '停用后来的')
  await context.setOffline(false)
  await page.goto('/gate/#/')
  await sees(page, '本门岗已被停用')
  await sees(page, '1 条待补传')
  await enrol(page, contact)
  await recorded(page, 1)
  expect(await walkInsBy('停用后来的')).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('what waits is told by no gate of another enterprise, and goes out when the device is back', async () => {
  const { page, context, troubles } = await enrolled()
  const tellers = new Set<string>()
  await context.route(uploads, (route) => {
    if (!route.request().postData()?.includes('搬走以前来的')) return route.continue()
    tellers.add(route.request().headers().authorization)
    return refuse(route, 429)
  })
  await recordWalkIn(page, '搬走以前来的')
  await toEnrol(page, strangeContact)
  await sees(page, '还有 1 条登记没有补传')
  await page.getByRole('button', { name: '接入门岗' }).click()
  await page.getByRole('button', { name: '扫码' }).waitFor()
  await recordWalkIn(page, '搬走以后来的')
  await recorded(page, 1)
  await sees(page, '要等本机重新接入原企业')
  expect(tellers.size).toBe(1)
  await page.goto('/gate/#/inside')
  await sees(page, '搬走以后来的')
  expect(await page.getByText('搬走以前来的').count()).toBe(0)
  await context.unroute(uploads)
  await enrol(page, contact)
  await recorded(page, 2)
  expect(await walkInsBy('搬走以前来的')).toHaveLength(1)
  expect(await walkInsBy('搬走以后来的')).toHaveLength(0)
  expect(troubles).toEqual([])
})

test('a device that one window takes to another gate is that gate in every window', async () => {
  const { page, context, troubles } = await enrolled()
  const other = await context.newPage()
  await other.goto('/gate/')
  const place = (await page.locator('.place').textContent())!
  await sees(other, place)
  await enrol(page, strangeContact)
  await isBack(other)
  await other.getByText(place).waitFor({ state: 'detached' })
  expect(await other.locator('.place').textContent()).toBe(await page.locator('.place').textContent())
  expect(troubles).toEqual([])
})
