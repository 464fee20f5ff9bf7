// Takes the pictures in README of the demo city: `make pictures` writes them to doc/.
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, test } from 'vitest'
import { desk, openBrowser, person, phone, wall } from '../test/browser'
import { startCity, type City } from '../test/city'
import { atApi, book, freeDay, type AtApi } from '../test/people'

const doc = join(__dirname, '../../doc')
const small = { ...phone, viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 }

let browser: Browser, city: City, officer: AtApi, enterprise: string
const purpose = '上门讲解道路运输新规'

beforeAll(async () => {
  city = await startCity([
    'city-transport-officer1', 'city-transport-officer2', 'city-transport-head', 'city-urban-officer1', 'city-urban-head',
    'e004-contact', 'e004-guard', 'coordinator', 'leader',
  ])
  browser = await openBrowser()
  officer = await atApi(city, 'city-transport-officer2')
  enterprise = (await officer.get<{ items: { id: string }[] }>('/api/enterprises?q=云岭核技术')).items[0].id
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

async function take(page: Page, name: string) {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(doc, `${name}.png`), animations: 'disabled' })
}

test('a visit on phones', async () => {
  const one = await person(browser, city, 'city-transport-officer1', small)
  await one.page.goto(`/officer/#/book?enterprise=${enterprise}`)
  await one.page.getByRole('button', { name: '行政检查' }).tap()
  await one.page.getByRole('status').getByText('红码').waitFor()
  await take(one.page, 'book')

  const visit = await book(officer, enterprise, 'service', freeDay(3), { purpose })
  const host = await person(browser, city, 'e004-contact', small)
  await host.page.goto('/contact/')
  await host.page.getByRole('article').filter({ hasText: purpose }).waitFor()
  await take(host.page, 'agree')
  await host.page.getByRole('article').filter({ hasText: purpose }).getByRole('button', { name: '同意', exact: true }).tap()

  const boss = await person(browser, city, 'city-transport-head', small)
  await boss.page.goto('/head/')
  await boss.page.getByText('您批准后为绿码').waitFor()
  await take(boss.page, 'approve')
  await boss.page.getByRole('article').filter({ hasText: purpose }).getByRole('button', { name: '批准', exact: true }).tap()

  await one.page.goto(`/officer/#/visits/${visit.id}/code`)
  await one.page.getByRole('heading', { name: '绿码' }).waitFor()
  await take(one.page, 'code')
})

test('a gate', async () => {
  const minute_ms = 60_000
  const moment = (minutes: number) => new Date(Date.now() + minutes * minute_ms).toISOString()
  const visit = await book(officer, enterprise, 'enforcement', freeDay(0), { start: moment(5), end: moment(65) })
  const { short } = await officer.get<{ short: string }>(`/api/visits/${visit.id}/code`)
  const boss = await atApi(city, 'city-urban-head')
  const rival = await atApi(city, 'city-urban-officer1')
  const service = await book(rival, enterprise, 'invited', freeDay(0), { start: moment(5), end: moment(65) })
  await boss.post(`/api/visits/${service.id}/approve`)
  const green = await rival.get<{ short: string }>(`/api/visits/${service.id}/code`)

  const { page } = await person(browser, city, 'e004-guard', small)
  await page.goto('/gate/')
  await page.getByRole('button', { name: /厂区/ }).first().tap()
  await page.getByRole('button', { name: '扫码' }).waitFor()
  for (const [name, typed, heading] of [['pass', green.short, '可以放行'], ['stop', short, '不得进入']]) {
    await page.goto('/gate/#/')
    await page.getByRole('button', { name: '扫码' }).tap()
    await page.fill('[name=short]', typed)
    await page.getByRole('button', { name: '核验' }).tap()
    await page.getByRole('heading', { name: heading }).waitFor()
    await take(page, name)
  }
})

test('desk and wall', async () => {
  const coordinator = await person(browser, city, 'coordinator', desk)
  await coordinator.page.goto('/coordinator/')
  await coordinator.page.getByRole('row').nth(5).waitFor()
  await take(coordinator.page, 'coordinator')
  const leader = await person(browser, city, 'leader', wall)
  await leader.page.goto('/leader/')
  await leader.page.getByText('最新变色').waitFor()
  await take(leader.page, 'wall')
})
