// A contact's day: who asks to come, who is coming, how it was; then the year, the gates, the people.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, sees, type Person } from './browser'
import { startCity, thisYear, type City } from './city'
import { atApi, book, freeDay, type AtApi, type Visit } from './people'

let browser: Browser, city: City, officer: AtApi, head: AtApi, guard: AtApi, supervisor: AtApi, contact: Person
const enterprise = () => guard.who.enterprise
const visitOf = (id: string) => officer.get<Visit>(`/api/visits/${id}`)
const asking = (purpose: string) => contact.page.getByRole('region', { name: '请您答复' }).getByRole('article').filter({ hasText: purpose })
const coming = (purpose: string) => contact.page.getByRole('region', { name: '将要来访' }).getByRole('link').filter({ hasText: purpose })

beforeAll(async () => {
  city = await startCity(['city-transport-head', 'city-transport-officer1', 'e004-contact', 'e004-guard', 'supervisor'])
  browser = await openBrowser()
  officer = await atApi(city, 'city-transport-officer1')
  head = await atApi(city, 'city-transport-head')
  guard = await atApi(city, 'e004-guard')
  supervisor = await atApi(city, 'supervisor')
  contact = await person(browser, city, 'e004-contact')
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

describe('a contact', () => {
  test('sees at once who asks to come, and agrees; the code turns green', async () => {
    await contact.page.goto('/contact/')
    await sees(contact.page, '将要来访')
    const visit = await book(officer, enterprise(), 'service', freeDay(5), { purpose: '上门讲解新规' })
    await asking('上门讲解新规').getByText('市交通运输局').waitFor()
    await noViolations(contact.page)
    await asking('上门讲解新规').getByRole('button', { name: '同意', exact: true }).click()
    await coming('上门讲解新规').getByText('红码').waitFor()
    expect((await visitOf(visit.id)).consent).toBe('agreed')
    await head.post(`/api/visits/${visit.id}/approve`)
    await coming('上门讲解新规').getByText('绿码').waitFor()
    await noViolations(contact.page)
  })

  test('declines with ready words, which the officer reads', async () => {
    const visit = await book(officer, enterprise(), 'service', freeDay(6), { purpose: '不合适的一次' })
    await asking('不合适的一次').getByRole('button', { name: '不同意' }).click()
    const sheet = contact.page.getByRole('dialog', { name: /^不同意/ })
    await sheet.getByRole('button', { name: '当天停产检修' }).click()
    await noViolations(contact.page)
    await sheet.getByRole('button', { name: '不同意' }).click()
    await asking('不合适的一次').waitFor({ state: 'detached' })
    expect(await visitOf(visit.id)).toMatchObject({ consent: 'declined', consent_words: '当天停产检修' })
  })

  test('proposes another time', async () => {
    const visit = await book(officer, enterprise(), 'service', freeDay(6), { purpose: '可以换个时间' })
    const other = freeDay(9)
    await asking('可以换个时间').getByRole('button', { name: '另约时间' }).click()
    const sheet = contact.page.getByRole('dialog', { name: '另约时间' })
    await sheet.getByLabel('哪天').fill(other)
    await sheet.getByLabel('几点').fill('14:00')
    await noViolations(contact.page)
    await sheet.getByRole('button', { name: '提议这个时间' }).click()
    await asking('可以换个时间').getByText(/您提议改到 .*14:00–16:00/).waitFor()
    await noViolations(contact.page)
    expect(Date.parse((await visitOf(visit.id)).proposed_start!)).toBe(Date.parse(`${other}T14:00:00+08:00`))
  })

  test('rates what came, once, and complains of it', async () => {
    const start = new Date(Date.now() + 60_000).toISOString()
    const end = new Date(Date.now() + 3_660_000).toISOString()
    const visit = await book(officer, enterprise(), 'service', freeDay(5), { start, end, purpose: '今天来的这次' })
    await asking('今天来的这次').getByRole('button', { name: '同意', exact: true }).click()
    await head.post(`/api/visits/${visit.id}/approve`)
    await coming('今天来的这次').getByText('绿码').click()
    await noViolations(contact.page)
    await guard.post('/api/gate/arrive', { scan: 'contact-test-1', visit: visit.id, people: 2 })
    await sees(contact.page, '这次来访怎么样？')
    await contact.page.getByRole('group', { name: '文明规范' }).getByRole('radio', { name: '5 星' }).check()
    await contact.page.getByRole('group', { name: '廉洁不索取' }).getByRole('radio', { name: '5 星' }).check()
    await contact.page.getByRole('group', { name: '高效不拖延' }).getByRole('radio', { name: '4 星' }).check()
    await contact.page.getByLabel('想说的话').fill('讲得清楚')
    await noViolations(contact.page)
    await contact.page.getByRole('button', { name: '提交评价' }).click()
    await sees(contact.page, '您的评价')
    await contact.page.reload()
    await contact.page.getByRole('img', { name: '4 星' }).waitFor()

    await contact.page.getByRole('button', { name: '我要投诉' }).click()
    const sheet = contact.page.getByRole('dialog', { name: /^投诉/ })
    await sheet.getByLabel('发生了什么').fill('要了很多复印件')
    await noViolations(contact.page)
    await sheet.getByRole('button', { name: '提交投诉' }).click()
    await sees(contact.page, /应在 .* 前答复/)
    const { items } = await supervisor.get<{ items: { id: string; words: string }[] }>('/api/complaints?state=open')
    const complaint = items.find(({ words }) => words === '要了很多复印件')!
    await supervisor.post(`/api/complaints/${complaint.id}/answer`, { words: '已责令不再索要' })
    await sees(contact.page, '已责令不再索要')
    await noViolations(contact.page)
  })

  test('reads who came how often, and prints the statement of the year', async () => {
    await contact.page.goto('/contact/#/been')
    const who = contact.page.getByRole('region', { name: '谁来了几次' })
    await who.getByText('市交通运输局').waitFor()
    await noViolations(contact.page)
    await who.getByRole('button', { name: '全年清单' }).click()
    await contact.page.getByRole('heading', { name: /年访企清单/ }).waitFor()
    await noViolations(contact.page)
    await contact.page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await contact.page.locator('html:not(.dark)').waitFor()
    expect(await contact.page.getByRole('button', { name: '打印' }).count()).toBe(0)
    expect(await contact.page.getByRole('tab').count()).toBe(0)
    expect((await contact.page.pdf()).subarray(0, 5).toString()).toBe('%PDF-')
    await contact.page.emulateMedia({ media: 'screen', colorScheme: 'light' })
    await contact.page.getByRole('button', { name: '前一年' }).click()
    await contact.page.getByRole('heading', { name: `${thisYear() - 1} 年访企清单` }).waitFor()
  })

  test('lets a device be a gate, sees it enrolled, and stops it', async () => {
    await contact.page.goto('/contact/#/enterprise')
    await noViolations(contact.page)
    await contact.page.getByText('给门口的手机接入扫码').click()
    await contact.page.getByRole('button', { name: '添加门岗设备' }).click()
    await contact.page.getByRole('radio').first().click()
    await noViolations(contact.page)
    await contact.page.getByRole('button', { name: '显示接入码' }).click()
    await contact.page.getByRole('img', { name: '请用门口那台手机扫码' }).waitFor()
    await noViolations(contact.page)
    const code = (await contact.page.locator('.code').textContent())!.trim()
    const reply = await fetch(`${city.address}/api/gates/enrol`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code, name: '东门手机' }),
    })
    expect(reply.ok, await reply.text()).toBe(true)
    await sees(contact.page, '东门手机 已接入')
    await noViolations(contact.page)
    await contact.page.getByRole('button', { name: '完成' }).click()
    await contact.page.getByRole('button', { name: '停用 东门手机' }).click()
    await contact.page.getByRole('button', { name: '确认' }).click()
    await sees(contact.page, '已停用')
  })

  test('adds a site and renames it', async () => {
    await contact.page.goto('/contact/#/enterprise/sites')
    await contact.page.getByRole('button', { name: '添加场所' }).click()
    await contact.page.getByLabel('名称').fill('三号仓库')
    await noViolations(contact.page)
    await contact.page.getByRole('button', { name: '保存' }).click()
    await contact.page.getByText('三号仓库').click()
    await contact.page.getByLabel('名称').fill('三号成品仓库')
    await contact.page.getByRole('button', { name: '保存' }).click()
    await sees(contact.page, '三号成品仓库')
    await noViolations(contact.page)
  })

  test('lets a colleague guard the gate, who signs in by the token shown once', async () => {
    await contact.page.goto('/contact/#/enterprise/colleagues')
    await contact.page.getByRole('button', { name: '添加同事' }).click()
    await contact.page.getByLabel('姓名').fill('新门卫')
    await contact.page.getByLabel('账号').fill('e004-new-guard')
    await contact.page.getByRole('radio', { name: '门岗' }).click()
    await contact.page.getByRole('button', { name: '添加同事' }).click()
    await contact.page.getByRole('img', { name: '请同事用手机扫码登录' }).waitFor()
    await noViolations(contact.page)
    const token = (await contact.page.locator('.code').textContent())!.trim()
    const newcomer = await person(browser, city, '')
    await newcomer.page.goto(`/#/token/${token}`)
    await sees(newcomer.page, '设置新密码')
    expect(newcomer.troubles).toEqual([])
    await contact.page.getByRole('button', { name: '已转告，完成' }).click()
    await sees(contact.page, '新门卫')
  })

  test('reads it all in English', async () => {
    await contact.page.goto('/contact/#/me')
    await contact.page.getByText('English').click()
    const visit = await book(officer, enterprise(), 'service', freeDay(7), { purpose: 'read in English' })
    for (const [screen, words] of [
      ['', 'They ask to come'],
      [`visit/${visit.id}`, 'Another time'],
      ['been', 'Who came how often'],
      ['statement', /Visits of \d{4}/],
      ['complaints', "The supervisor's answer"],
      ['enterprise', 'Sites'],
      ['enterprise/gates', 'Add a gate'],
      ['enterprise/sites', 'Add a site'],
      ['enterprise/colleagues', 'Add a colleague'],
      ['me', 'Sign out'],
    ] as const) {
      await contact.page.goto(`/contact/#/${screen}`)
      await sees(contact.page, words)
      await noViolations(contact.page)
      expect(await contact.page.locator('main').innerText()).not.toMatch(/[{}]|undefined/)
    }
    expect(contact.troubles).toEqual([])
  })
})
