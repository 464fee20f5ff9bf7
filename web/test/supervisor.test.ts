// The supervisor's day: turned codes as they turn, freezing, walk-ins, exemptions, complaints, ratings,
// and a visit's history that the browser itself proves.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { desk, openBrowser, person, sees, type Person } from './browser'
import { dayOf, run, startCity, type City } from './city'

let browser: Browser, city: City, supervisor: Person
beforeAll(async () => {
  city = await startCity(['supervisor', 'city-transport-officer1', 'city-transport-head', 'e004-contact'])
  browser = await openBrowser()
  supervisor = await person(browser, city, 'supervisor', desk)
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).first().waitFor()
async function readable(page: Page) {
  await noViolations(page)
  await press(page, 'English')
  await noViolations(page)
  await press(page, '中文')
}

async function get<T>(context: BrowserContext, path: string): Promise<T> {
  const reply = await context.request.get(city.address + path)
  expect(reply.ok(), `${path}: ${reply.status()}`).toBe(true)
  return reply.json()
}
async function post<T>(context: BrowserContext, path: string, data: object): Promise<T> {
  const { csrf } = await get<{ csrf: string }>(context, '/api/session')
  const reply = await context.request.post(city.address + path, { data, headers: { 'X-CSRF-Token': csrf } })
  expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true)
  return reply.json()
}

/** A visit that all have said yes to: its code is green. */
async function greenVisit() {
  const [officer, head, contact] = await Promise.all(
    ['city-transport-officer1', 'city-transport-head', 'e004-contact'].map((login) => person(browser, city, login, desk)),
  )
  const { enterprise, enterprise_name } = await get<{ enterprise: string; enterprise_name: string }>(contact.context, '/api/session')
  const hour_ms = 3_600_000
  const start = new Date(Date.now() + hour_ms).toISOString()
  const end = new Date(Date.now() + 2 * hour_ms).toISOString()
  const booking = { enterprise, kind: 'service', start, end, people: 2, certified: 2, purpose: '上门讲解新规' }
  const { id } = await post<{ id: string }>(officer.context, '/api/visits', booking)
  await post(head.context, `/api/visits/${id}/approve`, {})
  await post(contact.context, `/api/visits/${id}/agree`, {})
  const code = () => get<{ code: string; reasons: { name: string }[]; text: string }>(officer.context, `/api/visits/${id}/code`)
  return { id, enterprise_name, code, contact }
}

describe('the supervisor', () => {
  let visit: Awaited<ReturnType<typeof greenVisit>>

  test('sees a code turn without reloading, freezes it, and the officer\'s code is red', async () => {
    const { page, troubles } = supervisor
    await page.goto('/supervisor/')
    await heading(page, '变码')
    await page.getByRole('row').nth(3).waitFor()
    await sees(page, '实时')
    await readable(page)
    visit = await greenVisit()
    const rows = page.getByRole('row').filter({ hasText: visit.enterprise_name })
    await rows.filter({ hasText: '绿码' }).or(rows.filter({ hasText: '绿' })).first().waitFor()
    expect((await visit.code()).code).toBe('green')

    const from = page.getByLabel('自', { exact: true })
    await from.fill(dayOf(Date.now() + 86_400_000))
    await sees(page, '没有变过的码')
    await from.fill(dayOf(Date.now()))
    await rows.first().waitFor()

    await rows.first().getByRole('button').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('textbox').fill('群众反映，先行核实')
    await noViolations(page)
    await drawer.getByRole('button', { name: '冻结', exact: true }).click()
    await drawer.getByRole('button', { name: '解除冻结', exact: true }).waitFor()
    await rows.first().filter({ hasText: '冻结' }).waitFor() // the list behind, by itself
    const frozen = await visit.code()
    expect(frozen.code).toBe('red')
    expect(frozen.reasons.map(({ name }) => name)).toEqual(['frozen'])

    await drawer.getByRole('textbox').fill('已核实，无问题')
    await drawer.getByRole('button', { name: '解除冻结', exact: true }).click()
    await drawer.getByRole('button', { name: '冻结', exact: true }).waitFor()
    expect((await visit.code()).code).toBe('green')
    expect(troubles).toEqual([])
  })

  test('finds a visit by its code\'s text and proves its history in the browser', async () => {
    const { page, troubles } = supervisor
    await page.goto('/supervisor/#/visits')
    await heading(page, '访企与冻结')
    await page.getByRole('row').nth(2).waitFor()
    await readable(page)
    await page.getByRole('textbox', { name: '码上的文字' }).fill('HENG1:不是码')
    await press(page, '查找')
    await page.getByRole('alert').waitFor()
    await page.getByRole('textbox', { name: '码上的文字' }).fill((await visit.code()).text)
    await press(page, '查找')
    const drawer = page.getByRole('dialog')
    await drawer.getByText(visit.enterprise_name).first().waitFor()
    await drawer.getByText('解除冻结').first().waitFor()
    await drawer.getByRole('button', { name: '核验' }).first().click()
    await drawer.getByText('已在本浏览器核验：记录在日志中，检查点签名有效').waitFor()
    await drawer.getByText('与左邻合并').or(drawer.getByText('与右邻合并')).first().waitFor()
    await noViolations(page)

    const [download] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: '下载证明' }).click()])
    const folder = mkdtempSync(join(tmpdir(), 'heng-proof-'))
    const path = join(folder, download.suggestedFilename())
    await download.saveAs(path)
    const key = (await (await fetch(`${city.address}/log/key`)).text()).trim()
    expect(run(city, 'log', 'check', '--json', '--key', key, path)).toContain('"valid":true')
    rmSync(folder, { recursive: true })
    expect(troubles).toEqual([])
  })

  test('is told when the server\'s proof was tampered with', async () => {
    const { page, troubles } = supervisor
    await page.goto(`/supervisor/#/visits?visit=${visit.id}`)
    await page.reload()
    const drawer = page.getByRole('dialog')
    const tamper = async (change: (proof: string) => string) => {
      await page.route('**/log/proof/*', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, body: change(await response.text()) })
      })
      await drawer.getByRole('button', { name: '核验' }).first().click()
      await drawer.getByText('不能证明这条记录在日志中').waitFor()
      await drawer.getByRole('button', { name: '核验' }).first().click()
      await page.unroute('**/log/proof/*')
    }
    const flip = (text: string, at: number) => text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    await tamper((proof) => flip(proof, proof.indexOf('extra ') + 20)) // the entry
    await tamper((proof) => flip(proof, proof.indexOf('\n', proof.indexOf('index ')) + 5)) // a hash on its way up
    await tamper((proof) => flip(proof, proof.length - 20)) // the signature
    await tamper((proof) => proof.replace(/index \d+/, 'index 0')) // another entry's place
    await tamper(() => 'no proof at all')
    await drawer.getByRole('button', { name: '核验' }).first().click()
    await drawer.getByText('已在本浏览器核验').waitFor()
    expect(troubles).toEqual([])
  })

  test('sees what another supervisor does to the same visit, and loses no words to it', async () => {
    const { page, troubles } = supervisor
    await page.goto(`/supervisor/#/visits?visit=${visit.id}`)
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('textbox').fill('我也要冻结')
    await drawer.getByRole('button', { name: '冻结', exact: true }).waitFor()
    await post(supervisor.context, `/api/visits/${visit.id}/freeze`, { words: '另一位先冻结' })
    await drawer.getByRole('button', { name: '解除冻结', exact: true }).waitFor()
    await drawer.getByText('另一位先冻结').first().waitFor()
    expect(await drawer.getByRole('textbox').inputValue()).toBe('我也要冻结')
    await drawer.getByRole('alert').getByText('刚刚已有人冻结').waitFor()
    expect(await drawer.getByRole('button', { name: '解除冻结', exact: true }).isDisabled()).toBe(true)
    await drawer.getByRole('textbox').fill('各自核实')
    await drawer.getByRole('button', { name: '解除冻结', exact: true }).click()
    await drawer.getByRole('button', { name: '冻结', exact: true }).waitFor()
    expect(troubles).toEqual([])
  })

  test('pages through hundreds of visits, and comes back to the same rows', async () => {
    const { page, troubles } = supervisor
    await page.goto('/supervisor/#/visits?from=2000-01-01')
    await sees(page, /已显示 \d+ 条/)
    const shown = async () => Number(/\d+/.exec(await page.getByRole('status').filter({ hasText: '已显示' }).innerText())![0])
    const first = await shown()
    await press(page, '加载更多')
    await expect.poll(shown).toBe(2 * first)
    await page.getByRole('row').nth(first + 5).getByRole('button').click()
    await page.getByRole('dialog').getByText('经过').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await shown()).toBe(2 * first)
    await page.getByRole('link', { name: '投诉' }).click()
    await heading(page, '投诉')
    await page.goBack()
    await expect.poll(shown).toBe(first)
    expect(page.url()).toContain('from=2000-01-01')
    expect(troubles).toEqual([])
  })

  test('answers a complaint as it comes in', async () => {
    const { page, troubles } = supervisor
    await page.goto('/supervisor/#/complaints')
    await heading(page, '投诉')
    const { items } = await get<{ items: { id: string }[] }>(visit.contact.context, '/api/visits?came=true&limit=1')
    await post(visit.contact.context, `/api/visits/${items[0].id}/complain`, { words: '来人没有出示证件' })
    await page.getByRole('row').filter({ hasText: '来人没有出示证件' }).getByRole('button').click()
    await readableDrawer(page)
    await page.getByRole('dialog').getByRole('textbox').fill('已责成该单位改正')
    await page.getByRole('dialog').getByRole('button', { name: '答复' }).click()
    await page.getByRole('dialog').getByText('已责成该单位改正').waitFor()
    await page.getByRole('row').filter({ hasText: '来人没有出示证件' }).waitFor({ state: 'detached' })
    const answered = await get<{ items: { words: string; answer?: string }[] }>(visit.contact.context, '/api/complaints?state=answered')
    expect(answered.items.find(({ words }) => words === '来人没有出示证件')?.answer).toBe('已责成该单位改正')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await readable(page)
    expect(troubles).toEqual([])
  })

  const readableDrawer = async (page: Page) => {
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await noViolations(page)
  }

  test('looks through walk-ins, exemptions with their clocks, and ratings', async () => {
    const { page, troubles } = supervisor
    await page.goto('/supervisor/#/walk-ins')
    await heading(page, '未预约到访')
    await page.getByRole('row').nth(1).waitFor()
    await readable(page)
    await page.getByRole('link', { name: '豁免' }).click()
    await heading(page, '各单位豁免次数')
    await page.getByRole('region', { name: '各单位豁免次数' }).getByRole('row').nth(1).waitFor()
    await page.getByRole('region', { name: '待补批' }).getByText(/还有 \d+ (天|小时)/).first().waitFor()
    await page.getByRole('region', { name: '全部豁免' }).getByRole('row').nth(1).waitFor()
    await readable(page)
    await page.getByRole('region', { name: '各单位豁免次数' }).getByRole('row').nth(1).getByRole('button').click()
    await page.getByRole('link', { name: '评价' }).click()
    await heading(page, '各单位平均（满分 5）')
    await page.getByRole('region', { name: '各单位平均' }).getByRole('row').nth(1).waitFor()
    await readable(page)
    expect(troubles).toEqual([])
  })
})
