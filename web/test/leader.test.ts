// The leader's day: the wall, the numbers and what is behind them, a link for a screen, the phone.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees, wall, type Person } from './browser'
import { dayOf, startCity, type City } from './city'

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
  const start = `${dayOf(Date.now())}T00:00:00+08:00` // today, however late it is
  const end = new Date(Date.now() + 60_000).toISOString()
  const reply = await page.request.post(`${city.address}/api/visits`, {
    headers: { 'X-CSRF-Token': csrf },
    data: { enterprise, kind: 'enforcement', start, end, people: 2, certified: 2 },
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
  await sees(page, /2\d{3}年.* · 红码/)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(Math.min(total.red, 50))
  await noViolations(page)
  await page.goBack()
  await tile(page, '本月', '红码').waitFor()
  await noViolations(page)
  expect(troubles).toEqual([])
})

test('every number leads to as many visits as it says', async () => {
  const { page, troubles } = leader
  await page.goto('/leader/')
  const numbers = [
    ...['访企', '红码', '未预约到访', '待补批'].map((name) => tile(page, '本月', name)),
    ...['类型', '县市区', '访企单位', '到访最多的企业'].map((name) => page.getByRole('region', { name }).locator('li .count').first()),
  ]
  for (const number of numbers) {
    const count = Number(await number.textContent())
    await number.click()
    const rows = count > 50 ? '已显示 50 条' : count ? `共 ${count} 条` : '没有这样的访企。'
    await page.getByRole('status').filter({ hasText: rows }).waitFor()
    await page.goBack()
  }
  await page.getByRole('region', { name: '近十二个月' }).getByRole('link').last().click()
  await page.getByRole('heading', { name: '明细' }).waitFor()
  expect(troubles).toEqual([])
})

test('numbers of six digits, long names and an empty city keep their places', async () => {
  const counts = ['visits', 'came', 'red', 'joint', 'exempt', 'walk_in', 'unratified']
  const many = (key: string, value: unknown) => {
    if (typeof value === 'number' && counts.includes(key)) return value * 12_345
    return /^(unit_|enterprise_)?name$/.test(key) ? `${String(value)}高新技术产业开发区综合行政执法大队` : value
  }
  const none = (key: string, value: unknown) => {
    if (typeof value === 'number') return 0
    return Array.isArray(value) && key !== 'steps' ? [] : value
  }
  for (const viewport of [wall.viewport, { width: 3840, height: 1280 }, { width: 390, height: 844 }])
    for (const change of [many, none]) {
      const { page, troubles } = await person(browser, city, '', { ...wall, viewport })
      await page.context().addCookies(await leader.context.cookies())
      await page.route(/\/api\/(statistics|turns)/, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, body: JSON.stringify(JSON.parse(await response.text()), change) })
      })
      await page.goto('/leader/')
      await tile(page, '本月', '访企').waitFor()
      await page.getByRole('region', { name: '最新变色' }).getByText(change === none ? '近期没有变色的码' : '大队').first().waitFor()
      expect((await fits(page)).slice(0, viewport.width > 400 ? 2 : 1), `${viewport.width}`).not.toContain(false)
      const cramped = await page.evaluate(() =>
        Array.from(document.querySelectorAll('.panel, .tile')).filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent),
      )
      expect(cramped, `${viewport.width}`).toEqual([])
      expect(troubles).toEqual([])
      await page.context().close()
    }
})

test('a wall opens by a link, changes by itself, and says so when it is revoked', async () => {
  const { page } = leader
  await page.goto('/leader/#/screens')
  await page.getByLabel('大屏名称').fill('一楼大厅')
  await page.getByRole('button', { name: '新建大屏链接' }).click()
  const link = (await page.locator('.fresh code').textContent())!
  await noViolations(page)

  const screen = await person(browser, city, '', { ...wall, viewport: { width: 2880, height: 960 } })
  await screen.page.clock.install()
  await screen.page.goto(link)
  const visits = tile(screen.page, '今日', '访企')
  await visits.waitFor()
  expect(screen.page.url()).not.toContain(link.split('/').pop())
  expect(await fits(screen.page)).toEqual([true, true])
  const before = Number(await visits.textContent())
  await book(await person(browser, city, 'city-market-officer1'))
  await expect.poll(() => visits.textContent()).toBe(String(before + 1))

  await page.getByRole('button', { name: '停用' }).click()
  await page.getByRole('button', { name: '确定' }).click()
  await sees(page, /已停用/)
  await screen.page.clock.fastForward(61_000)
  await sees(screen.page, '此大屏链接已停用或已到期')
  expect(await visits.count()).toBe(0)
  await noViolations(screen.page)
  const asked: string[] = []
  screen.page.on('request', (request) => asked.push(request.url()))
  await screen.page.clock.fastForward(61_000)
  await screen.page.clock.runFor(2000)
  expect(asked).toEqual([])
  await screen.page.goto(link)
  await screen.page.getByRole('alert').getByText('已停用').waitFor()
  await screen.page.goto('/leader/')
  await screen.page.locator('[name=login]').waitFor()
  expect(screen.troubles).toEqual([])
})

test('when the server is gone the last picture stays, even when reloaded, and says how old it is', async () => {
  const { page, troubles } = await person(browser, city, '', wall)
  await page.context().addCookies(await leader.context.cookies())
  await page.clock.install()
  await page.goto('/leader/')
  const visits = tile(page, '本月', '访企')
  await visits.waitFor()
  const shown = await visits.textContent()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await city.stop()
  await page.clock.fastForward(61_000)
  await sees(page, /连接中断/)
  expect(await visits.textContent()).toBe(shown)
  await page.reload()
  await sees(page, /连接中断/)
  expect(await visits.textContent()).toBe(shown)
  await noViolations(page)
  await city.start()
  await page.clock.fastForward(61_000)
  await sees(page, /数据时间/)
  expect(troubles).toEqual([])
})

test('at midnight the new day is shown', async () => {
  const { page } = await person(browser, city, '', wall)
  await page.context().addCookies(await leader.context.cookies())
  await page.clock.install()
  let tomorrow = false
  await page.route(/statistics\?span=day/, async (route) => {
    const response = await route.fetch()
    const reply = await response.json()
    const from = new Date(Date.parse(reply.from) + 86_400_000).toISOString()
    await route.fulfill({ response, json: tomorrow ? { ...reply, from, total: { ...reply.total, visits: 777 } } : reply })
  })
  await page.goto('/leader/')
  await tile(page, '今日', '访企').waitFor()
  const day = await page.getByRole('region', { name: '今日' }).locator('small').textContent()
  tomorrow = true
  await page.clock.fastForward(61_000)
  await expect.poll(() => tile(page, '今日', '访企').textContent()).toBe('777')
  expect(await page.getByRole('region', { name: '今日' }).locator('small').textContent()).not.toBe(day)
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
