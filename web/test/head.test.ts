// A head's day: what waits, weighed beforehand; yes, no, and yes taken back; while away, a delegate.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees, totp, type Person } from './browser'
import { startCity, type City } from './city'
import { atApi, book, freeDay, type AtApi, type Visit } from './people'

let browser: Browser, city: City, officer: AtApi, contact: AtApi, rival: AtApi, rivalHead: AtApi, head: Person
const day = freeDay(5)
const card = (where: Person, purpose: string) => where.page.getByRole('article').filter({ hasText: purpose })
const visitOf = (id: string) => officer.get<Visit>(`/api/visits/${id}`)

beforeAll(async () => {
  city = await startCity(['city-transport-head', 'city-transport-officer1', 'city-transport-officer2', 'city-urban-officer1', 'city-urban-head', 'e004-contact'])
  browser = await openBrowser()
  officer = await atApi(city, 'city-transport-officer1')
  contact = await atApi(city, 'e004-contact')
  rival = await atApi(city, 'city-urban-officer1')
  rivalHead = await atApi(city, 'city-urban-head')
  head = await person(browser, city, 'city-transport-head')
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

describe('a head', () => {
  test('sees what an officer books at once, and approves it in one tap', async () => {
    await head.page.goto('/head/')
    await sees(head.page, '没有等您批准的访企')
    await noViolations(head.page)
    const visit = await book(officer, contact.who.enterprise, 'service', day, { purpose: '讲解道路运输新规' })
    const shown = card(head, '讲解道路运输新规')
    await shown.getByText('您批准、企业同意后为绿码').waitFor()
    await shown.getByRole('img', { name: /前十二个月共 \d+ 次访企/ }).waitFor()
    await noViolations(head.page)
    await shown.getByRole('button', { name: '批准', exact: true }).click()
    await shown.waitFor({ state: 'detached' })
    expect((await visitOf(visit.id)).approval).toBe('approved')
  })

  test('sees who else goes that day, and is asked again before a yes that stays red', async () => {
    const other = await book(rival, contact.who.enterprise, 'enforcement', day)
    await rivalHead.post(`/api/visits/${other.id}/approve`)
    const visit = await book(officer, contact.who.enterprise, 'enforcement', day, { purpose: '路面抽查' })
    const shown = card(head, '路面抽查')
    await shown.getByText('当日还有').waitFor()
    await shown.getByText(/市城管局|行政执法/).first().waitFor()
    await shown.getByText('您批准后仍是红码').waitFor()
    await shown.getByText('同日多头检查').waitFor()
    await noViolations(head.page)
    await shown.getByRole('button', { name: '批准', exact: true }).click()
    await head.page.getByRole('dialog').getByText('红码不能进入企业').waitFor()
    await noViolations(head.page)
    await head.page.getByRole('button', { name: '取消' }).click()
    expect((await visitOf(visit.id)).approval).toBe('pending')
  })

  test('refuses with ready words, which the officer reads', async () => {
    const shown = card(head, '路面抽查')
    await shown.getByRole('button', { name: '不批准' }).click()
    const sheet = head.page.getByRole('dialog', { name: /^不批准到/ })
    await sheet.getByRole('button', { name: '近期到访过多，请推迟' }).click()
    await noViolations(head.page)
    await sheet.getByRole('button', { name: '不批准' }).click()
    await shown.waitFor({ state: 'detached' })
    const { items } = await officer.get<{ items: Visit[] }>('/api/visits?approval=refused&life=booked')
    expect(items.map(({ approval_words }) => approval_words)).toContain('近期到访过多，请推迟')
  })

  test('takes an approval back, and gives it after all', async () => {
    await head.page.getByRole('tab', { name: '已办' }).click()
    const shown = card(head, '讲解道路运输新规')
    await shown.getByRole('button', { name: '撤回批准' }).click()
    const sheet = head.page.getByRole('dialog', { name: /^撤回到/ })
    await sheet.getByLabel('原因').fill('当天另有会议')
    await sheet.getByRole('button', { name: '撤回批准' }).click()
    await shown.getByText('当时的理由：当天另有会议').waitFor()
    await noViolations(head.page)
    const { items } = await officer.get<{ items: Visit[] }>('/api/visits?approval=withdrawn&life=booked')
    expect(items.map(({ approval_words }) => approval_words)).toContain('当天另有会议')
    await shown.getByRole('button', { name: '改为批准' }).click()
    await shown.getByRole('button', { name: '撤回批准' }).waitFor()
    await card(head, '路面抽查').getByRole('button', { name: '改为批准' }).waitFor()
    expect((await visitOf(items[0].id)).approval).toBe('approved')
  })

  test('reads what became of a visit that somebody else decided first', async () => {
    await head.page.route('**/api/stream', (route) => route.abort('connectionreset'))
    await head.page.reload()
    await head.page.getByRole('tab', { name: '待批' }).click()
    const visit = await book(officer, contact.who.enterprise, 'service', day, { purpose: '两位负责人' })
    await head.page.reload()
    const shown = card(head, '两位负责人')
    await shown.getByRole('button', { name: '批准', exact: true }).waitFor()
    const { csrf } = await (await head.page.request.get('/api/session')).json()
    const headers = { 'X-CSRF-Token': csrf, 'Idempotency-Key': 'another-head' }
    const reply = await head.page.request.post(`/api/visits/${visit.id}/refuse`, { data: { words: '不必去了' }, headers })
    expect(reply.ok(), await reply.text()).toBe(true)
    await shown.getByRole('button', { name: '批准', exact: true }).click()
    await sees(head.page, '已被他人修改')
    await shown.waitFor({ state: 'detached' })
    await sees(head.page, '已被他人修改')
    expect((await visitOf(visit.id)).approval).toBe('refused')
    await head.page.unroute('**/api/stream')
    await head.page.reload()
  })

  test('ratifies what went out under an exemption, before its clock runs out', async () => {
    const start = new Date(Date.now() + 60_000).toISOString()
    const end = new Date(Date.now() + 3_660_000).toISOString()
    const exemption = { exemption: 'emergency', evidence: '危化品车辆侧翻' }
    const visit = await book(officer, contact.who.enterprise, 'enforcement', day, { start, end, ...exemption })
    await head.page.getByRole('tab', { name: '待批' }).click()
    const shown = card(head, '危化品车辆侧翻')
    await shown.getByText(/前补批，还剩 2[34] 小时/).waitFor()
    await noViolations(head.page)
    await shown.getByRole('button', { name: '补批' }).click()
    await shown.waitFor({ state: 'detached' })
    expect((await visitOf(visit.id)).approval).toBe('approved')
  })

  test('delegates, so that a colleague approves; then revokes it', async () => {
    await head.page.getByRole('tab', { name: '本单位' }).click()
    await noViolations(head.page)
    await head.page.getByText('代批委托').click()
    await head.page.getByRole('button', { name: '委托代批' }).click()
    await head.page.getByRole('radio', { name: /经办人二/ }).click()
    await noViolations(head.page)
    await head.page.getByRole('button', { name: '委托', exact: true }).click()
    await head.page.getByText('生效中').waitFor()
    await noViolations(head.page)

    const delegate = await person(browser, city, 'city-transport-officer2')
    const visit = await book(officer, contact.who.enterprise, 'service', day, { purpose: '代批试一次' })
    await delegate.page.goto('/#/set-second-factor')
    await delegate.page.fill('[name=code]', totp((await delegate.page.locator('code').textContent())!))
    await delegate.page.getByRole('button', { name: '确定' }).click()
    await delegate.page.getByRole('button', { name: '我已保存' }).waitFor()
    await delegate.page.goto('/head/')
    await sees(delegate.page, '您受委托代批至')
    await card(delegate, '代批试一次').getByRole('button', { name: '批准', exact: true }).click()
    await card(delegate, '代批试一次').waitFor({ state: 'detached' })
    expect((await visitOf(visit.id)).approval).toBe('approved')
    expect(delegate.troubles).toEqual([])

    await head.page.getByRole('button', { name: /^收回/ }).click()
    await head.page.getByRole('button', { name: '确认' }).click()
    await head.page.getByText('已结束').waitFor()
    await delegate.page.reload()
    await delegate.page.waitForURL((url) => !url.pathname.startsWith('/head/'))
  })

  test('lets a new colleague act, whose token is shown once', async () => {
    await head.page.goto('/head/#/unit/colleagues')
    await head.page.getByRole('button', { name: '添加同事' }).click()
    await head.page.getByLabel('姓名').fill('新来的经办人')
    await head.page.getByLabel('账号').fill('new-transport-officer')
    await noViolations(head.page)
    await head.page.getByRole('button', { name: '添加同事' }).click()
    await head.page.getByRole('img', { name: '请同事用手机扫码登录' }).waitFor()
    await noViolations(head.page)
    await head.page.getByRole('button', { name: '已转告，完成' }).click()
    await sees(head.page, '新来的经办人')
    await noViolations(head.page)
  })

  test('reads what was filed, used and left', async () => {
    await head.page.goto('/head/#/unit/filings')
    await sees(head.page, /备案 \d+ 次，已用 \d+ 次/)
    await noViolations(head.page)
  })

  test('reads it all in English', async () => {
    await head.page.goto('/head/#/me')
    await noViolations(head.page)
    await head.page.getByText('English').click()
    await book(officer, contact.who.enterprise, 'service', day, { purpose: 'read in English' })
    for (const [screen, words] of [
      ['', 'Green after your yes'],
      ['approved', 'Withdraw the approval'],
      ['unit', 'Filings of the year'],
      ['unit/delegations', 'Over'],
      ['unit/colleagues', 'Add a colleague'],
      ['unit/filings', /\d+ filed, \d+ used/],
      ['me', 'Sign out'],
    ] as const) {
      await head.page.goto(`/head/#/${screen}`)
      await sees(head.page, words)
      await noViolations(head.page)
      expect(await head.page.locator('main').innerText()).not.toMatch(/[{}]|undefined/)
    }
    expect(head.troubles).toEqual([])
  })
})
