// Anybody reads the rules in force and what each body filed for an enterprise, without signing in.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees } from './browser'
import { startCity, type City } from './city'

let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['coordinator'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

test('what was filed for an enterprise is there for anybody, as the server has it', async () => {
  const coordinator = await person(browser, city, 'coordinator')
  const { items } = await (await coordinator.page.request.get(`${city.address}/api/filings?limit=1&state=filed`)).json()
  const { enterprise, year } = items[0]
  const { page, troubles } = await person(browser, city, '')
  await page.goto('/published/')
  await sees(page, '同一月最多 3 次检查')
  await noViolations(page)
  await page.fill('[name=enterprise]', enterprise.toLowerCase())
  await page.fill('[name=year]', String(year))
  await page.getByRole('button', { name: '查看' }).click()
  const reply = await (await page.request.get(`${city.address}/api/public/filings?enterprise=${enterprise}&year=${year}`)).json()
  await page.locator('tbody tr').first().waitFor()
  const rows = await page.locator('tbody tr').allInnerTexts()
  expect(rows.map((row) => row.split('\t').map((cell) => cell.trim()))).toEqual(
    reply.units.map((unit: { name: string; filed: number; amended: number }) => [unit.name, String(unit.filed), String(unit.amended)]),
  )
  await noViolations(page)

  // what was found stays named when the form says something else
  await page.fill('[name=year]', '1999')
  await page.getByRole('heading', { name: `${enterprise} · ${year}` }).waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('form').isVisible()).toBe(false)
  await page.emulateMedia({ media: null })
  await page.getByRole('button', { name: '查看' }).click()
  await page.getByRole('heading', { name: `${enterprise} · 1999` }).waitFor()
  await sees(page, '1999 年的备案尚未公布。')
  expect(troubles).toEqual([])
})

test('a code that is not one is refused in words; in English too', async () => {
  const { page } = await person(browser, city, '', { ...phone, locale: 'en-GB' })
  await page.goto('/published/#/91430400MA4L00001X')
  await page.getByRole('alert').waitFor()
  await noViolations(page)
})
