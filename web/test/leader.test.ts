// The leader's day: the wall, the numbers and what is behind them, a link for a screen, the phone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees, wall, type Person } from './browser'
import { startCity, type City } from './city'

let browser: Browser, city: City, leader: Person
beforeAll(async () => {
  city = await startCity(['leader', 'city-market-officer1'])
  browser = await openBrowser()
  leader = await person(browser, city, 'leader', wall)
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const read = async (page: Page, path: string) => (await page.request.get(city.address + path)).json()
const tile = (page: Page, section: string, name: string) =>
  page.getByRole('region', { name: section }).getByRole('link').filter({ hasText: name }).locator('.value')
const fits = (page: Page) =>
  page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight])

async function book(officer: Person) {
  const { page } = officer
  const { csrf } = await read(page, '/api/session')
  const enterprise = (await read(page, '/api/enterprises?limit=1')).items[0].id
  const start = new Date(Date.now() + 60_000)
  const reply = await page.request.post(`${city.address}/api/visits`, {
    headers: { 'X-CSRF-Token': csrf },
    data: { enterprise, kind: 'enforcement', start: start.toISOString(), end: new Date(start.getTime() + 60_000).toISOString(), people: 2, certified: 2 },
  })
  expect(reply.status(), await reply.text()).toBe(201)
}

test('the overview shows the numbers of the server, and each leads to the visits behind it', async () => {
  const { page, troubles } = leader
  await page.goto('/leader/')
  const { total } = await read(page, '/api/statistics?span=month')
  await expect.poll(() => tile(page, '本月', '访企').textContent()).toBe(String(total.visits))
  await expect.poll(() => tile(page, '本月', '红码').textContent()).toBe(String(total.red))
  expect(await fits(page)).toEqual([true, true])
  await tile(page, '本月', '红码').click()
  await page.getByRole('heading', { name: '明细' }).waitFor()
  await expect.poll(() => page.locator('tbody tr').count()).toBe(Math.min(total.red, 50))
  await noViolations(page)
  await page.goBack()
  await tile(page, '本月', '红码').waitFor()
  await noViolations(page)
  expect(troubles).toEqual([])
})

test('a wall opens by a link, changes by itself, and is cut off when revoked', async () => {
  const { page } = leader
  await page.goto('/leader/#/screens')
  await page.getByLabel('大屏名称').fill('一楼大厅')
  await page.getByRole('button', { name: '新建大屏链接' }).click()
  const link = (await page.locator('.fresh code').textContent())!
  await noViolations(page)

  const screen = await person(browser, city, '', { ...wall, viewport: { width: 2880, height: 960 } })
  await screen.page.goto(link)
  const visits = tile(screen.page, '今日', '访企')
  await visits.waitFor()
  expect(screen.page.url()).not.toContain(link.split('/').pop())
  expect(await fits(screen.page)).toEqual([true, true])
  const before = Number(await visits.textContent())
  await book(await person(browser, city, 'city-market-officer1'))
  await expect.poll(() => visits.textContent(), { timeout: 15_000 }).toBe(String(before + 1))

  await page.getByRole('button', { name: '停用' }).click()
  await page.getByRole('button', { name: '确定' }).click()
  await sees(page, /已停用/)
  await screen.page.reload()
  await screen.page.locator('[name=login]').waitFor()
  expect(screen.troubles).toEqual([])
})

test('when the server is gone the last picture stays, and says how old it is', async () => {
  const { page } = await person(browser, city, '', wall)
  await page.context().addCookies(await leader.context.cookies())
  await page.clock.install()
  await page.goto('/leader/')
  const visits = tile(page, '本月', '访企')
  await visits.waitFor()
  const shown = await visits.textContent()
  await city.stop()
  await page.clock.fastForward(61_000)
  await sees(page, /连接中断/)
  expect(await visits.textContent()).toBe(shown)
  await city.start()
})

test('it reads on a phone, in English too', async () => {
  const { page, troubles } = await person(browser, city, '', { ...phone, locale: 'en-GB' })
  await page.context().addCookies(await leader.context.cookies())
  await page.goto('/leader/')
  await sees(page, 'This month')
  expect((await fits(page))[0]).toBe(true)
  for (const place of ['/leader/', '/leader/#/visits?code=red', '/leader/#/screens']) {
    await page.goto(place)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await noViolations(page)
  }
  expect(troubles).toEqual([])
})
