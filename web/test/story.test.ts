// One visit, six people, six browsers: each sees at once what the others do, without reloading.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, person, sees, wall, type Person } from './browser'
import { clockOf, dayOf, startCity, type City } from './city'

const purpose = '上门讲解安全用电'
let browser: Browser, city: City
let officer: Person, head: Person, contact: Person, guard: Person, supervisor: Person, leader: Person

beforeAll(async () => {
  city = await startCity(['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard', 'supervisor', 'leader'])
  browser = await openBrowser()
  officer = await person(browser, city, 'city-transport-officer1')
  head = await person(browser, city, 'city-transport-head')
  contact = await person(browser, city, 'e004-contact')
  guard = await person(browser, city, 'e004-guard')
  supervisor = await person(browser, city, 'supervisor', desk)
  leader = await person(browser, city, 'leader', wall)
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const everybody = () => [officer, head, contact, guard, supervisor, leader]

/** An hour that begins soon enough for the gate, which opens half an hour early; just before midnight that is tomorrow's first. */
function soon() {
  const minute_ms = 60_000
  const now = Date.now()
  const start = Math.ceil((now + minute_ms) / (20 * minute_ms)) * 20 * minute_ms
  const end = start + 60 * minute_ms
  return { isToday: dayOf(start) === dayOf(now), from: clockOf(start), until: dayOf(end) === dayOf(start) ? clockOf(end) : '23:59' }
}

test('one visit from booking to rating, seen by six people', async () => {
  const enterprise = (await (await contact.page.request.get(`${city.address}/api/session`)).json()).enterprise_name as string

  // They all have their pages open before anything happens.
  await head.page.goto('/head/')
  await contact.page.goto('/contact/')
  await guard.page.goto('/gate/')
  await supervisor.page.goto('/supervisor/')
  await leader.page.goto('/leader/')
  await officer.page.goto('/officer/#/book')
  const today = leader.page.getByRole('region', { name: '今日' }).getByRole('link').filter({ hasText: '到访' }).first().locator('.value')
  await today.waitFor()
  const came = Number(await today.textContent())
  await guard.page.getByRole('button', { name: /厂区/ }).first().tap()
  await guard.page.getByRole('button', { name: '扫码' }).waitFor()
  await supervisor.page.getByRole('row').nth(2).waitFor()
  for (const { page } of everybody()) await page.evaluate(() => void ((window as unknown as { loaded: string }).loaded = 'once'))

  // The officer books.
  const { isToday, from, until } = soon()
  await officer.page.getByRole('searchbox').fill(enterprise)
  await officer.page.getByRole('button', { name: enterprise }).first().tap()
  await officer.page.getByRole('button', { name: '服务', exact: true }).tap()
  await officer.page.locator('.day').nth(isToday ? 0 : 1).tap()
  await officer.page.getByLabel('开始').fill(from)
  await officer.page.getByLabel('结束').fill(until)
  await officer.page.getByLabel('来做什么').fill(purpose)
  await officer.page.getByRole('button', { name: '预约', exact: true }).tap()
  await officer.page.getByText('待批准').waitFor()

  // The head sees it and approves; the contact sees it and agrees; the officer sees both.
  const waits = head.page.getByRole('article').filter({ hasText: purpose })
  await waits.getByText('您批准、企业同意后为绿码').waitFor()
  const asks = contact.page.getByRole('region', { name: '请您答复' }).getByRole('article').filter({ hasText: purpose })
  await asks.getByRole('button', { name: '同意', exact: true }).click()
  await waits.getByText('您批准后为绿码').waitFor()
  await waits.getByRole('button', { name: '批准', exact: true }).click()
  await officer.page.getByText('绿码').first().waitFor()
  await contact.page.getByRole('region', { name: '将要来访' }).getByRole('link').filter({ hasText: purpose }).getByText('绿码').waitFor()
  await supervisor.page.getByRole('row').filter({ hasText: enterprise }).filter({ hasText: '绿' }).first().waitFor()

  // The officer shows the code; the guard types it, and lets them in.
  await officer.page.getByRole('button', { name: '出示访企码' }).tap()
  await officer.page.getByRole('heading', { name: '绿码' }).waitFor()
  const short = (await officer.page.locator('.short strong').textContent())!
  await guard.page.getByRole('button', { name: '扫码' }).tap()
  await guard.page.fill('[name=short]', short)
  await guard.page.getByRole('button', { name: '核验' }).tap()
  await guard.page.getByRole('heading', { name: '可以放行' }).waitFor()
  await guard.page.getByRole('button', { name: /^放行/ }).tap()
  if (isToday) await expect.poll(() => today.textContent()).toBe(String(came + 1))
  await officer.page.goBack()
  await sees(officer.page, '已进入')

  // They leave, and the contact rates.
  await guard.page.goto('/gate/#/inside')
  await guard.page.getByRole('button', { name: '登记离开' }).first().tap()
  await sees(officer.page, '已结束')
  await contact.page.getByRole('tab', { name: '已来' }).click()
  await contact.page.getByRole('button').filter({ hasText: '交通运输局' }).first().click()
  for (const asked of ['文明规范', '廉洁不索取', '高效不拖延'])
    await contact.page.getByRole('group', { name: asked }).getByRole('radio', { name: '5 星' }).check()
  await contact.page.getByRole('button', { name: '提交评价' }).click()
  await sees(contact.page, '您的评价')

  for (const { page, troubles } of everybody()) {
    expect(await page.evaluate(() => (window as unknown as { loaded?: string }).loaded), page.url()).toBe('once')
    expect(troubles).toEqual([])
  }
})
