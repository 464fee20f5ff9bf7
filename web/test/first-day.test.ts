// A city's first day: nothing is there but three administrators; the rest is done in the pages.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, person, sees, type Person } from './browser'
import { foundCity, run, type City } from './city'

let browser: Browser, city: City, coordinator: Person
beforeAll(async () => {
  city = await foundCity()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

test.each([['system', '账号'], ['security', '账号'], ['audit', '事件']])('the %s administrator comes in', async (login, first) => {
  const { page, troubles } = await person(browser, city, login, desk)
  await page.goto(`/${login}/`)
  await page.getByRole('heading', { name: first }).waitFor()
  expect(troubles).toEqual([])
})

test('the coordinator drafts and adopts the first policy', async () => {
  await city.stop()
  city.tokens.wei = run(city, 'user', 'add', '--role', 'coordinator', 'wei', '魏协调').trim()
  await city.start()
  const { page, troubles } = (coordinator = await person(browser, city, 'wei', desk))
  await page.goto('/coordinator/#/policies')
  await sees(page, '还没有规则')
  await page.getByRole('button', { name: '起草新一版' }).click()
  await page.getByRole('button', { name: '检查' }).click()
  await sees(page, '可以采用')
  await page.getByRole('button', { name: '采用' }).click()
  const dialog = page.getByRole('dialog', { name: '采用' })
  await dialog.getByRole('textbox').fill(await page.locator('input[type=date]').first().inputValue())
  await dialog.getByRole('button', { name: '采用' }).click()
  await sees(page, 'hengyang-2021 第 1 版 · 现行')
  expect(troubles).toEqual([])
})

test('a screen whose code does not come says so, and comes by itself once the program was renewed', async () => {
  const { page } = coordinator
  let lost = false
  await page.route('**/Units-*.js', (route) => (lost ? route.fulfill({ status: 404 }) : route.continue()))
  page.on('request', (request) => {
    if (request.isNavigationRequest()) lost = false
  })
  const goToUnits = () => page.getByRole('link', { name: '单位', exact: true }).click()
  await page.clock.install()
  await page.reload()
  lost = true
  await goToUnits()
  await sees(page, '连不上服务器')
  await page.getByRole('button', { name: '重试' }).click()
  await page.getByRole('heading', { name: '单位' }).waitFor()
  await page.goto('/coordinator/#/items')
  await page.reload()
  lost = true
  await page.clock.fastForward(60_000)
  await goToUnits()
  await page.getByRole('heading', { name: '单位' }).waitFor()
})
