// The officer's day, on a phone.
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees } from './browser'
import { startCity, type City } from './city'

let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['city-market-officer1', 'city-market-officer2'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

test('a usual visit is booked in at most eight taps, and its code can be shown', async () => {
  const { page, troubles } = await person(browser, city, 'city-market-officer1')
  let taps = 0
  const tap = async (target: Locator) => {
    taps++
    await target.tap()
  }
  await page.goto('/officer/')
  await tap(page.getByRole('tab', { name: '预约' }))
  await page.getByRole('searchbox').fill('核技术')
  await tap(page.getByRole('button', { name: /核技术/ }).first())
  await page.getByRole('status').getByText('绿码').waitFor()
  await noViolations(page)
  await tap(page.getByRole('button', { name: '行政检查' }))
  await page.getByText('超出年初备案次数').waitFor()
  await noViolations(page)
  await tap(page.getByRole('button', { name: '服务', exact: true }))
  await page.getByRole('status').getByText('企业同意').waitFor()
  await tap(page.locator('.day').nth(3))
  await tap(page.getByRole('button', { name: '下午' }))
  await tap(page.getByRole('button', { name: '预约', exact: true }))
  await page.getByText('待批准').waitFor()
  expect(taps).toBeLessThanOrEqual(8)
  await page.getByText('经过').waitFor()
  await noViolations(page)

  await page.getByRole('button', { name: '出示访企码' }).tap()
  await page.getByRole('heading', { name: '红码' }).waitFor()
  await page.getByRole('img', { name: '访企码二维码' }).waitFor()
  await noViolations(page)

  await page.goto('/officer/#/book')
  await sees(page, '最近访过') // the second time takes no typing
  expect(troubles).toEqual([])
})
