// The officer's day, on a phone.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees } from './browser'
import { pictureOf, startCity, type City } from './city'
import { film } from './film'
import { atApi, book, freeDay, type AtApi, type Visit } from './people'

const logins = [
  'city-market-officer1', 'city-market-officer2', 'city-market-head', 'city-market-clerk', 'city-fire-officer1',
  'city-fire-head', 'city-tax-officer1', 'city-tax-officer2', 'city-tax-head', 'city-fire-officer2', 'e001-contact', 'e001-guard', 'city-urban-officer1',
]
let browser: Browser, city: City, enterprise: string
let contact: AtApi, fireOfficer: AtApi, fireHead: AtApi
beforeAll(async () => {
  city = await startCity(logins)
  browser = await openBrowser()
  contact = await atApi(city, 'e001-contact')
  fireOfficer = await atApi(city, 'city-fire-officer1')
  fireHead = await atApi(city, 'city-fire-head')
  enterprise = contact.who.enterprise
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
async function chooseEnterprise(page: Page) {
  await page.goto('/officer/#/book')
  await page.getByRole('searchbox').fill(enterprise)
  await page.getByRole('button', { name: new RegExp(enterprise) }).tap()
}

/** Counts what the page itself feels of fingers, those that only put the cursor somewhere among them. */
function countTaps() {
  Object.assign(window, { taps: 0 })
  addEventListener('touchstart', () => (window as unknown as { taps: number }).taps++, true)
}

test('a usual visit is booked in at most eight taps', async () => {
  const { page, troubles } = await person(browser, city, 'city-market-officer1')
  await page.addInitScript(countTaps)
  const type = async (field: Locator, words: string) => {
    await field.tap()
    await page.keyboard.insertText(words)
  }
  await page.goto('/officer/')
  await sees(page, '全单位')
  await noViolations(page)
  await page.getByRole('tab', { name: '预约' }).tap()
  await type(page.getByRole('searchbox'), '核技术')
  await page.getByRole('button', { name: /核技术/ }).first().waitFor()
  await noViolations(page)
  await page.getByRole('button', { name: /核技术/ }).first().tap()
  await button(page, '服务').tap()
  await page.getByRole('status').getByText('企业同意').waitFor()
  await noViolations(page)
  await page.locator('.day').nth(3).tap()
  await button(page, '下午').tap()
  await type(page.getByLabel('来做什么'), '上门讲解新规')
  await button(page, '预约').tap()
  await page.getByText('待批准').waitFor()
  const taps = await page.evaluate(() => (window as unknown as { taps: number }).taps)
  expect(taps).toBeGreaterThan(0)
  expect(taps).toBeLessThanOrEqual(8)
  await sees(page, '上门讲解新规')
  await noViolations(page)

  await page.goto('/officer/#/book')
  await sees(page, '最近访过') // the second time takes no typing
  expect(troubles).toEqual([])
})

test('an enterprise is found by its licence, before the camera or in a photo', async () => {
  const licence = `http://www.gsxt.gov.cn/indexB.html?uniscid=${enterprise}`
  const photo = (text: string) => ({ name: 'licence.png', mimeType: 'image/png', buffer: pictureOf(text) })
  const { page, context, troubles } = await person(browser, city, 'city-urban-officer1')
  await page.goto('/officer/#/book')
  await button(page, '扫营业执照').tap()
  await page.setInputFiles('input[type=file]', photo('https://zzapp.gsxt.gov.cn/zz?d=0F3A9C51B2E84D7706A1C9E2F4B8D355'))
  await sees(page, '二维码里没有统一社会信用代码')
  await noViolations(page)
  await button(page, '扫营业执照').tap()
  await page.goBack() // closes the camera, not the screen
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await button(page, '扫营业执照').tap()
  await page.setInputFiles('input[type=file]', photo(licence))
  await page.getByText('批准后将得').waitFor()
  await sees(page, enterprise)
  expect(troubles).toEqual([])

  const folder = mkdtempSync(join(tmpdir(), 'heng-film-'))
  const filmed = await openBrowser([
    '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film(city, join(folder, 'licence.y4m'), licence)}`,
  ])
  try {
    const before = await person(filmed, city, '', { ...phone, storageState: { cookies: await context.cookies(), origins: [] } })
    await before.context.grantPermissions(['camera'])
    await before.page.goto('/officer/#/book')
    await button(before.page, '扫营业执照').tap()
    await before.page.getByText('批准后将得').waitFor()
    await sees(before.page, enterprise)
    expect(before.troubles).toEqual([])
  } finally {
    await filmed.close()
    rmSync(folder, { recursive: true })
  }
})

test('while one types, the code is foretold; one tap joins another unit and makes it green', async () => {
  const day = freeDay(4)
  const theirs = await book(fireOfficer, enterprise, 'enforcement', day)
  await fireHead.post(`/api/visits/${theirs.id}/approve`)

  const { page, troubles } = await person(browser, city, 'city-market-officer2')
  await chooseEnterprise(page)
  await button(page, '服务').tap()
  await page.getByRole('status').getByText('绿码').waitFor()
  await button(page, '行政执法').tap()
  await page.locator('input[type=date]').fill(day)
  await sees(page, /当天已有.*消防/)
  await page.getByRole('status').getByText('同日多头检查').waitFor()
  await noViolations(page)

  await button(page, /选择事项/).tap()
  await page.getByRole('searchbox', { name: '搜索事项' }).fill('A03')
  await page.getByRole('checkbox', { name: /A03/ }).tap()
  await button(page, '完成').tap()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })

  await button(page, /^并入.*消防/).tap()
  await page.getByRole('status').getByText('绿码').waitFor()
  await button(page, '预约').tap()
  await page.getByRole('heading', { name: '综合查一次' }).waitFor()
  await noViolations(page)
  await button(page, '退出合并').tap()
  await page.getByRole('heading', { name: '当天可以合并' }).waitFor()
  await sees(page, '同日多头检查')
  await button(page, /^并入.*消防/).tap()
  await page.getByRole('heading', { name: '综合查一次' }).waitFor()

  await button(page, '取消访企').tap()
  await page.getByLabel('为什么取消').fill('另行安排')
  await noViolations(page)
  await button(page, '确定取消').tap()
  await page.getByText('已取消').first().waitFor()
  expect(troubles).toEqual([])
})

test('the enterprise’s time is taken, the yes of others shows by itself, and the code outlasts the network', async () => {
  const officer = await atApi(city, 'city-tax-officer1')
  const head = await atApi(city, 'city-tax-head')
  const visit = await book(officer, enterprise, 'service', freeDay(2))
  const { page, troubles } = await person(browser, city, 'city-tax-officer2')
  await page.goto('/officer/')
  await sees(page, '待批准')
  await page.goto(`/officer/#/visits/${visit.id}`)
  await page.getByRole('heading', { name: '经过' }).waitFor()

  const later = freeDay(3)
  await contact.post(`/api/visits/${visit.id}/propose`, { start: `${later}T15:00:00+08:00`, end: `${later}T16:00:00+08:00` })
  await button(page, '就按这个时间').tap()
  await page.getByText('15:00–16:00').first().waitFor()
  await page.getByRole('button', { name: '就按这个时间' }).waitFor({ state: 'hidden' })

  await button(page, '修改访企').tap()
  await button(page, '来几人加一').tap()
  await noViolations(page)
  await button(page, '保存').tap()
  await sees(page, '3 人，其中 2 人持执法证')

  await contact.post(`/api/visits/${visit.id}/agree`)
  await head.post(`/api/visits/${visit.id}/approve`)
  await page.getByText('绿码').first().waitFor()
  await button(page, /出示访企码/).tap()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  await sees(page, '刚刚更新')
  await noViolations(page)
  const picture = await page.getByRole('img', { name: '访企码二维码' }).getAttribute('src')

  await page.evaluate(() => navigator.serviceWorker.ready)
  await city.stop()
  await page.reload()
  await page.getByRole('heading', { name: '绿码' }).waitFor()
  expect(await page.getByRole('img', { name: '访企码二维码' }).getAttribute('src')).toBe(picture)
  await sees(page, '没有网络')
  await page.goto('/officer/#/visits')
  await sees(page, '没有网络。以下是手机里保存的访企码。')
  await noViolations(page)
  await page.getByRole('link', { name: /15:00–16:00/ }).tap()
  await page.getByRole('heading', { name: '绿码' }).waitFor()

  await city.start()
  await head.post(`/api/visits/${visit.id}/withdraw`, { words: '先缓一缓' })
  await button(page, '刷新').tap()
  await page.getByRole('heading', { name: '红码' }).waitFor()
  await noViolations(page)
  expect(troubles).toEqual([])
})

test('after the visit its outcome is reported, and the next one begins with its enterprise', async () => {
  const { items } = await fireOfficer.get<{ items: { id: string }[] }>(`/api/enterprises/${enterprise}/sites`)
  const now = Date.now()
  const visit = await fireOfficer.post<Visit>('/api/visits', {
    enterprise, site: items[0].id, kind: 'invited', people: 2, certified: 0,
    start: new Date(now + 60_000).toISOString(), end: new Date(now + 3_600_000).toISOString(),
  })
  await fireHead.post(`/api/visits/${visit.id}/approve`)
  const { page, troubles } = await person(browser, city, 'city-fire-officer2')
  await page.goto(`/officer/#/visits/${visit.id}`)
  await page.getByText('绿码').first().waitFor()
  const { text } = await fireOfficer.get<{ text: string }>(`/api/visits/${visit.id}/code`)
  const guard = await atApi(city, 'e001-guard')
  await guard.post('/api/gate/arrive', { scan: randomUUID(), text, people: 2 })
  await button(page, '报告结果').tap()
  await page.getByLabel('访企结果').fill('一切正常')
  await button(page, '提交结果').tap()
  await sees(page, '一切正常')
  await sees(page, '报告结果')
  await noViolations(page)
  await button(page, '再约这家企业').tap()
  await page.getByRole('heading', { name: contact.who.enterprise_name }).waitFor()
  expect(troubles).toEqual([])
})

test('a clerk asks for more visits than were filed; all of it reads in English, too', async () => {
  const { page, troubles } = await person(browser, city, 'city-market-clerk')
  await page.goto('/officer/#/filings')
  await page.getByRole('searchbox').fill(enterprise)
  await page.locator('button.row').tap()
  await page.getByLabel('为什么追加').fill('专项整治')
  await noViolations(page)
  await button(page, '向优化办申请追加').tap()
  await sees(page, /另申请 1 次/)
  await noViolations(page)

  await page.goto('/officer/#/me')
  await button(page, 'English').or(page.getByText('English')).first().tap()
  await sees(page, 'Sign out')
  for (const [path, words] of [['filings', 'File for an enterprise'], ['visits', 'Today and later'], ['book', 'Find the enterprise']]) {
    await page.goto(`/officer/#/${path}`)
    await sees(page, words)
    await noViolations(page)
  }
  await page.getByRole('searchbox').fill(enterprise)
  await page.getByRole('button', { name: new RegExp(enterprise) }).tap()
  await sees(page, 'Once approved it gets')
  await noViolations(page)
  expect(troubles).toEqual([])
})
