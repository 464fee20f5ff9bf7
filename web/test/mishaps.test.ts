// What goes wrong on the way, on a phone: a session ends, a network fails, a server dies, a thumb taps
// twice. Nothing typed is lost, and nothing is done twice.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees, type Person } from './browser'
import { startCity, type City } from './city'
import { atApi, type AtApi, type Visit } from './people'

let browser: Browser, city: City, officer: AtApi, contact: AtApi, me: Person
beforeAll(async () => {
  city = await startCity(['city-transport-officer1', 'city-transport-officer2', 'city-transport-head', 'e004-contact'])
  browser = await openBrowser()
  officer = await atApi(city, 'city-transport-officer2')
  contact = await atApi(city, 'e004-contact')
  me = await person(browser, city, 'city-transport-officer1')
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const visitsWith = async (purpose: string) => {
  const { items } = await officer.get<{ items: (Visit & { purpose?: string })[] }>('/api/visits?limit=200')
  return items.filter((visit) => visit.purpose === purpose)
}

/** The booking form, filled in so far as it needs to be. */
async function fillIn(page: Page, purpose: string) {
  await page.goto('/officer/#/book')
  await page.getByRole('searchbox').fill(contact.who.enterprise)
  await page.getByRole('button', { name: new RegExp(contact.who.enterprise) }).tap()
  await button(page, '服务').tap()
  await page.getByLabel('来做什么').fill(purpose)
  await page.getByRole('status').getByText('批准后将得').waitFor()
}

test('who is signed out while typing signs in on the spot, and goes on', async () => {
  const { page, context, troubles } = me
  await fillIn(page, '登录过期时')
  await context.clearCookies()
  await button(page, '预约').tap()
  const dialog = page.getByRole('dialog', { name: '登录已过期' })
  await dialog.getByLabel('密码').fill('不是这个密码啊啊啊')
  await button(page, '继续').tap()
  await dialog.getByText('账号或密码不对').waitFor()
  await noViolations(page)
  await dialog.getByLabel('密码').fill('一个足够长的新密码吧')
  await button(page, '继续').tap()
  await page.getByText('待批准').waitFor()
  await sees(page, '登录过期时')
  expect(await visitsWith('登录过期时')).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('a button pressed twice at once books one visit', async () => {
  const { page, troubles } = me
  await fillIn(page, '手抖点了两下')
  await button(page, '预约').evaluate((pressed: HTMLElement) => {
    pressed.click()
    pressed.click()
  })
  await page.getByText('待批准').waitFor()
  expect(await visitsWith('手抖点了两下')).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('what the network ate is done once, however often it is sent', async () => {
  const { page, troubles } = me
  await fillIn(page, '网络断断续续')
  let eaten = 0
  await page.route('**/api/visits', async (route) => {
    if (eaten++ === 0) await route.fetch() // done, but nobody hears of it
    await route.abort('connectionreset')
  })
  await button(page, '预约').tap()
  await sees(page, '连不上服务器')
  expect(eaten).toBe(3)
  await page.unroute('**/api/visits')
  await button(page, '预约').tap()
  await page.getByText('待批准').waitFor()
  expect(await visitsWith('网络断断续续')).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('a booking begun is there after another screen, a reload, and a time without a network', async () => {
  const { page, context, troubles } = me
  await fillIn(page, '先放一放')
  await page.getByRole('tab', { name: '我的访企' }).tap()
  await sees(page, '全单位')
  await page.getByRole('tab', { name: '预约' }).tap()
  expect(await page.getByLabel('来做什么').inputValue()).toBe('先放一放')
  await page.reload()
  expect(await page.getByLabel('来做什么').inputValue()).toBe('先放一放')
  await page.getByRole('status').getByText('批准后将得').waitFor()
  await context.setOffline(true)
  await button(page, '预约').tap()
  await sees(page, '连不上服务器')
  await context.setOffline(false)
  await button(page, '预约').tap()
  await page.getByText('待批准').waitFor()
  expect(await visitsWith('先放一放')).toHaveLength(1)
  await page.goto('/officer/#/book')
  await page.getByRole('searchbox').waitFor()
  expect(troubles).toEqual([])
})

test('an approval during which the server dies is given once', async () => {
  const head = await person(browser, city, 'city-transport-head')
  const [visit] = await visitsWith('先放一放')
  await head.page.goto('/head/')
  await head.page.route('**/approve', async (route) => {
    await route.fetch()
    await city.die()
    await route.abort('connectionreset')
    await head.page.unroute('**/approve')
  })
  const card = head.page.getByRole('article').filter({ hasText: '先放一放' })
  await card.getByRole('button', { name: '批准', exact: true }).tap()
  await sees(head.page, '连不上服务器')
  await city.start()
  // what it missed it asks for by itself
  await head.page.getByRole('article').filter({ hasText: '手抖点了两下' }).waitFor()
  await card.waitFor({ state: 'detached' })
  const { items } = await officer.get<{ items: { type: string }[] }>(`/api/visits/${visit.id}/history`)
  expect(items.filter(({ type }) => type === 'visit_approved')).toHaveLength(1)
  expect(head.troubles).toEqual([])
})
