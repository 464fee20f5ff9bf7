// The coordinator's day: filings, visits that could be one, the directory, policies, all visits.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { choose, desk, openBrowser, person, sees } from './browser'
import { startCity, type City } from './city'

let browser: Browser, city: City, page: Page, troubles: string[]
beforeAll(async () => {
  city = await startCity(['coordinator'])
  browser = await openBrowser()
  ;({ page, troubles } = await person(browser, city, 'coordinator', desk))
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

describe('all visits', () => {
  test('are filtered in the address, and one is shown whole with its history', async () => {
    await page.goto('/coordinator/#/visits')
    await page.getByRole('table', { name: '访企' }).getByRole('button').first().waitFor()
    await page.screenshot({ path: '/tmp/desk-visits.png' })
    await noViolations(page)
    await choose(page, '码', '红码')
    await page.waitForURL(/code=red/)
    await page.screenshot({ path: '/tmp/desk-visits2.png' })
    await page.getByRole('table', { name: '访企' }).getByRole('button').first().click()
    await page.getByRole('dialog').getByText('预约').first().waitFor()
    await sees(page, '包含证明')
    await noViolations(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.screenshot({ path: '/tmp/desk-visit.png' })
    await page.keyboard.press('Escape')
    expect(troubles).toEqual([])
  })
})
