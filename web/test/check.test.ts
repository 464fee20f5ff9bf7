// Anybody checks a code, and what was printed with it.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees } from './browser'
import { startCity, type City } from './city'
import { atApi, book, freeDay, type AtApi, type Visit } from './people'

let browser: Browser, city: City, officer: AtApi, contact: AtApi, head: AtApi, visit: Visit, code: { text: string; short: string }
beforeAll(async () => {
  city = await startCity(['city-market-officer1', 'city-market-officer2', 'city-market-head', 'e001-contact'])
  browser = await openBrowser()
  officer = await atApi(city, 'city-market-officer1')
  contact = await atApi(city, 'e001-contact')
  head = await atApi(city, 'city-market-head')
  visit = await book(officer, contact.who.enterprise, 'service', freeDay(3))
  await head.post(`/api/visits/${visit.id}/approve`)
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

  // as a chat hands it on: broken into lines, with words around it and a wide colon
  const broken = code.text.replace(/(.{40})/g, '$1\n').replace('HENG1:', '请看：HENG1：')
  await check(`  ${broken}\u200b（收到请回复）`)
  await page.getByRole('heading', { name: '有效的绿码' }).waitFor()
  await sees(page, '还没到访企时间')
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

/** What is printed: how many sheets, and what its QR code says to whoever scans the paper. */
async function printed(page: Page) {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: /打印|Print/ }).isVisible()).toBe(false)
  const buffer = await page.screenshot({ fullPage: true })
  await page.emulateMedia({ media: null })
  const reader = await page.context().newPage()
  await reader.goto('/check/')
  await reader.locator('input[type=file]').setInputFiles({ name: 'sheet.png', mimeType: 'image/png', buffer })
  await reader.getByRole('heading', { level: 2 }).waitFor()
  const says = await reader.getByRole('status').innerText()
  await reader.close()
  return { sheets: pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length, says }
}
const paper = { viewport: { width: 794, height: 1123 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }

test('the slip of a red code, and the notice of a green one with much to say, fit one sheet of A4 and scan', async () => {
  const { page, troubles } = await person(browser, city, 'city-market-officer2', paper)
  await page.goto(`/notice/#/${visit.id}`)
  await page.getByRole('heading', { name: '红码告知单' }).waitFor()
  await page.getByRole('img', { name: '访企码二维码' }).waitFor()
  await noViolations(page)
  const slip = await printed(page)
  expect(slip.sheets).toBe(1)
  expect(slip.says).toContain('真实的红码')

  const long = await book(officer, contact.who.enterprise, 'service', freeDay(4), { purpose: '上门讲解新规。'.repeat(60) })
  await head.post(`/api/visits/${long.id}/approve`)
  await contact.post(`/api/visits/${long.id}/agree`)
  const { items } = await officer.get<{ items: { id: string }[] }>('/api/items?limit=20')
  const name = '衡阳示例高新技术产业开发区综合行政执法大队'.repeat(4)
  await page.route(`**/api/visits/${long.id}`, async (route) => {
    const response = await route.fetch()
    const more = { items: items.map(({ id }) => id), enterprise_name: name, unit_name: name, site_name: name }
    await route.fulfill({ response, json: { ...(await response.json()), ...more } })
  })
  for (const [language, title, genuine] of [['zh', '访企通知书', '有效的绿码'], ['en', 'Notice of a visit', 'Valid green code']]) {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
    await page.goto(`/notice/#/${long.id}`)
    await page.reload()
    await page.getByRole('heading', { name: title }).waitFor()
    await noViolations(page)
    const notice = await printed(page)
    expect(notice.sheets, language).toBe(1)
    expect(notice.says).toContain(genuine)
  }
  expect(troubles).toEqual([])
})
