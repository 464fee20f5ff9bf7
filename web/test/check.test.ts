// Anybody checks a code, and what was printed with it.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees } from './browser'
import { startCity, type City } from './city'
import { atApi, book, freeDay, type AtApi, type Visit } from './people'

let browser: Browser, city: City, officer: AtApi, visit: Visit, code: { text: string; short: string }
beforeAll(async () => {
  city = await startCity(['city-market-officer1', 'city-market-officer2', 'city-market-head', 'e001-contact'])
  browser = await openBrowser()
  officer = await atApi(city, 'city-market-officer1')
  const contact = await atApi(city, 'e001-contact')
  visit = await book(officer, contact.who.enterprise, 'service', freeDay(3))
  await (await atApi(city, 'city-market-head')).post(`/api/visits/${visit.id}/approve`)
  await contact.post(`/api/visits/${visit.id}/agree`)
  code = await officer.get(`/api/visits/${visit.id}/code`)
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

test('a stranger checks a code by its text: genuine, damaged, revoked, and no code at all', async () => {
  const { page, troubles } = await person(browser, city, '')
  await page.goto('/check/')
  const check = async (text: string) => {
    await page.getByLabel('或粘贴码的文字').fill(text)
    await page.getByRole('button', { name: '核验', exact: true }).click()
  }
  const again = () => page.getByRole('button', { name: '再核验一个' }).click()

  await check(code.text)
  await page.getByRole('heading', { name: '有效的绿码' }).waitFor()
  await sees(page, code.short)
  await noViolations(page)
  await again()

  // one sign of the signature, which stands at the end
  const at = code.text.length - 8
  await check(code.text.slice(0, at) + (code.text[at] === '0' ? '1' : '0') + code.text.slice(at + 1))
  await page.getByRole('heading', { name: '无效' }).waitFor()
  await noViolations(page)
  await again()

  await check('https://example.invalid/')
  await page.getByRole('alert').getByText('不是访企码').waitFor()

  await officer.post(`/api/visits/${visit.id}/cancel`, { words: '另行安排' })
  await check(code.text)
  await page.getByRole('heading', { name: '已作废' }).waitFor()
  await noViolations(page)
  expect(troubles).toEqual([])
})

test('a code is found in a photo', async () => {
  const { page, troubles } = await person(browser, city, '')
  const picture = await page.request.get(`${city.address}/api/visits/${visit.id}/code.png`, {
    headers: { Authorization: `Bearer ${officer.token}` },
  })
  await page.goto('/check/')
  await page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: await picture.body() })
  await page.getByRole('heading', { name: '真实的红码' }).waitFor()
  await noViolations(page)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Genuine red code' }).waitFor()
  await noViolations(page)
  expect(troubles).toEqual([])
})

test('the slip of a red code fits one sheet of A4 and says why', async () => {
  const { page, troubles } = await person(browser, city, 'city-market-officer2')
  await page.goto(`/notice/#/${visit.id}`)
  await page.getByRole('heading', { name: '红码告知单' }).waitFor()
  await page.getByRole('img', { name: '访企码二维码' }).waitFor()
  await noViolations(page)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: '打印' }).isVisible()).toBe(false)
  const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  expect(troubles).toEqual([])
})
