// The coordinator's day: filings, visits that could be one, the directory, policies, all visits.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { choose, desk, openBrowser, person, sees } from './browser'
import { dayOf, startCity, thisYear, type City } from './city'
import { atApi, book, freeDay, type AtApi } from './people'

let browser: Browser, city: City, page: Page, troubles: string[]
let clerk: AtApi
const nextYear = thisYear() + 1
beforeAll(async () => {
  city = await startCity(['coordinator', 'city-market-clerk', 'city-market-officer1', 'city-transport-officer1', 'city-transport-officer2'])
  browser = await openBrowser()
  clerk = await atApi(city, 'city-market-clerk')
  ;({ page, troubles } = await person(browser, city, 'coordinator', desk))
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const table = (name: string | RegExp) => page.getByRole('table', { name })
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
/** As spreadsheets of the city write it. */
const gb18030 = (text: string) => execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], { input: text })
const enterprises = async () => (await clerk.get<{ items: { id: string; name: string }[] }>('/api/enterprises?limit=3')).items

describe('filings', () => {
  test('a table in GB18030 with wrong rows: tried, given back with what is wrong, its good rows imported', async () => {
    const [first, second] = await enterprises()
    await page.goto(`/coordinator/#/filings?year=${nextYear}`)
    await sees(page, '没有符合条件的备案')
    await noViolations(page)
    await button('导入备案').click()
    const rows = [
      '访企单位,统一社会信用代码,年度,备案次数,备注',
      `city-market,${first.id},${nextYear},3,甲`,
      `city-nowhere,${first.id},${nextYear},1,乙`,
      `city-market,${second.id},${nextYear},许多,丙`,
    ]
    await page.locator('input[type=file]').setInputFiles({ name: '备案.xlsx', mimeType: '', buffer: Buffer.from('PK\x03\x04') })
    await sees(page, /这不是以逗号分隔的 CSV 文件/)
    const wide = { name: '宽.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\n')},多一格\n`) }
    await page.locator('input[type=file]').setInputFiles(wide)
    await sees(page, /表格从最后列出的那一行起读不下去/)
    expect(await button(/只导入无误/).count()).toBe(0)
    const file = { name: '备案.csv', mimeType: 'text/csv', buffer: gb18030(`${rows.join('\n')}\n`) }
    await page.locator('input[type=file]').setInputFiles(file)
    await sees(page, /检查完毕，尚未导入：共 3 行，无误 1 行/)
    await sees(page, '未用到的列：备注')
    expect((await table('错误').locator('tbody tr').allInnerTexts()).map((row) => row.split('\t').slice(0, 2).map((cell) => cell.trim()))).toEqual([
      ['3', '访企单位'],
      ['4', '备案次数'],
    ])
    await noViolations(page)
    expect(await button('导入全部 3 行').isDisabled()).toBe(true)
    const [download] = await Promise.all([page.waitForEvent('download'), button('下载带错误说明的表格').click()])
    expect(download.suggestedFilename()).toBe('备案-错误.csv')
    const back = execFileSync('iconv', ['-f', 'GB18030', '-t', 'UTF-8', (await download.path())!], { encoding: 'utf8' })
    expect(back.split('\n')[2]).toMatch(/^city-nowhere.*乙,.+/)
    await button('只导入无误的 1 行').click()
    await sees(page, /已导入：新增 1 行/)
    await button('关闭').click()
    await table('年初备案').getByText(first.name).waitFor()
    const { items } = await clerk.get<{ items: { visits: number }[] }>(`/api/filings?year=${nextYear}`)
    expect(items.map(({ visits }) => visits)).toEqual([3])
    const [saved] = await Promise.all([page.waitForEvent('download'), button('下载表格').click()])
    const [titles, row] = readFileSync((await saved.path())!, 'utf8').split('\r\n')
    expect(titles).toBe('\ufeff访企单位,统一社会信用代码,年度,备案次数,单位名称,企业名称,状态,理由,答复')
    expect(row).toMatch(new RegExp(`^city-market,${first.id},${nextYear},3,`))
  })

  test('are checked, then published for good by typing the year', async () => {
    await button('公布前检查').click()
    await sees(page, '1 个单位共备案 3 次')
    await page.getByRole('heading', { name: /未备案的单位/ }).waitFor()
    await noViolations(page)
    await button('公布').click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: '公布' }).isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(String(nextYear))
    await noViolations(page)
    await dialog.getByRole('button', { name: '公布' }).click()
    await sees(page, /已于.*公布/)
  })

  test('an amendment is granted, another refused with words', async () => {
    const [first, second] = await enterprises()
    const ask = (enterprise: string, words: string) =>
      clerk.post<{ id: string }>('/api/filings/amendments', { enterprise, year: nextYear, visits: 2, words })
    const granted = await ask(first.id, '专项整治需要')
    const refused = await ask(second.id, '想多去几次')
    await page.goto(`/coordinator/#/filings?year=${nextYear}&state=asked`)
    const answer = (name: string) => table('年初备案').getByRole('row').filter({ hasText: name }).getByRole('button', { name: '答复' })
    await answer(first.name).click()
    await sees(page, `${nextYear} 年追加 2 次`)
    await noViolations(page)
    await button('同意').click()
    await table('年初备案').getByText(first.name).waitFor({ state: 'detached' })
    await answer(second.name).click()
    await page.getByRole('dialog').getByRole('textbox').fill('请先用完已有次数')
    await button('不同意').click()
    await sees(page, '没有符合条件的备案')
    expect(await clerk.get(`/api/filings/${granted.id}`)).toMatchObject({ state: 'granted' })
    expect(await clerk.get(`/api/filings/${refused.id}`)).toMatchObject({ state: 'refused', answer: '请先用完已有次数' })

    await page.goto(`/coordinator/#/filings?year=${nextYear}&state=granted`)
    await button(first.name).click()
    await page.getByRole('dialog').getByRole('row', { name: /市场监督管理局/ }).getByText('5', { exact: true }).waitFor()
    await noViolations(page)
    expect(troubles).toEqual([])
  })
})

describe('conflicts', () => {
  test('two units go on one day: one is asked in words to join, and sees it', async () => {
    const [enterprise] = await enterprises()
    const market = await atApi(city, 'city-market-officer1')
    const transport = await atApi(city, 'city-transport-officer1')
    const day = freeDay(3)
    const first = await book(market, enterprise.id, 'inspection', day)
    const second = await book(transport, enterprise.id, 'inspection', day, {
      start: `${day}T14:00:00+08:00`,
      end: `${day}T16:00:00+08:00`,
    })
    await page.goto(`/coordinator/#/joins?enterprise=${enterprise.id}`)
    const group = table('可以合并的访企').filter({ hasText: '衡阳市交通运输局' }).first()
    await group.getByRole('row', { name: /交通运输局/ }).getByRole('button', { name: '建议合并' }).click()
    await page.getByRole('dialog').getByLabel(/市场监督管理局/).check()
    await page.getByLabel('给单位的话').fill('请上午与市场监管局一起去')
    await noViolations(page)
    await button('发出建议').click()
    await group.getByText(/已建议与衡阳市市场监督管理局合并/).waitFor()
    await button('日历').click()
    await table('日历').getByRole('button').first().waitFor()
    await noViolations(page)
    const suggested = table('提出过的建议').getByRole('row', { name: /交通运输局/ })
    await suggested.getByText('等待单位办理').waitFor()

    // The officer sees it in a browser of their own and goes along; the coordinator sees that at once.
    const officer = await person(browser, city, 'city-transport-officer2')
    await officer.page.goto(`/officer/#/visits/${second.id}`)
    await sees(officer.page, '请上午与市场监管局一起去')
    await officer.page.getByRole('button', { name: '合并', exact: true }).tap()
    await officer.page.getByRole('button', { name: '退出合并' }).waitFor()
    await suggested.getByText('已合并').waitFor()
    const { joint, reasons } = await transport.get<{ joint: string; reasons: string[] }>(`/api/visits/${second.id}`)
    expect(reasons).not.toContain('many_heads')
    expect(await market.get(`/api/visits/${first.id}`)).toMatchObject({ joint })

    // Another is suggested and then cancelled, while the coordinator is about to suggest it anew.
    const third = await book(transport, enterprise.id, 'inspection', day, { start: `${day}T16:00:00+08:00`, end: `${day}T17:00:00+08:00` })
    await group.getByRole('row', { name: /16:00/ }).getByRole('button', { name: '建议合并' }).click()
    await button('发出建议').click()
    await suggested.getByText('等待单位办理').waitFor()
    await group.getByRole('button', { name: '改建议' }).click()
    await transport.post(`/api/visits/${third.id}/cancel`, { words: '不去了' })
    await suggested.getByText('该次访企已取消').waitFor()
    await button('发出建议').click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    expect([...officer.troubles, ...troubles]).toEqual([])
    await officer.context.close()
  })
})

describe('policies', () => {
  test('the one in force is readable', async () => {
    await page.goto('/coordinator/#/policies')
    await table('访企种类').getByRole('row', { name: /行政检查/ }).waitFor()
    await sees(page, '每月 1 日至 15 日')
    await noViolations(page)
  })

  test('a new version is changed in a form, checked, tried on the last year, and adopted', async () => {
    await button('起草新一版').click()
    await page.getByLabel('至', { exact: true }).fill('31')
    await button('检查').click()
    await sees(page, '不能采用')
    await sees(page, '安静期覆盖全月')
    expect(await button('采用').isDisabled()).toBe(true)
    await page.getByLabel('至', { exact: true }).fill('5')
    await page.getByLabel('同一事项间隔').fill('180')
    await page.getByLabel('行政检查: 提前小时').fill('4000')
    await page.getByLabel('每月至多').fill('1')
    const added = page.getByLabel('新增访企种类')
    await added.fill('专项督查')
    await added.press('Enter')
    await page.getByRole('group', { name: '专项督查' }).getByLabel('专项督查: 守安静期').uncheck()
    await page.getByLabel('新增豁免情形').fill('重大活动保障')
    await page.getByLabel('新增豁免情形').press('Enter')
    await button('检查').click()
    await sees(page, '每月限额小于每周限额，每周限额不起作用')
    await sees(page, '此豁免不豁免任何原因')
    await noViolations(page)

    await page.reload()
    await sees(page, '已恢复您上次未采用的草稿')
    expect(await page.getByLabel('专项督查: 守安静期').isChecked()).toBe(false)
    expect(await page.getByRole('group', { name: '行政检查' }).getByRole('button', { name: '删除' }).count()).toBe(0)
    await page.getByRole('group', { name: '重大活动保障', exact: true }).getByRole('button', { name: '删除' }).click()
    await page.getByLabel('每月至多').fill('3')
    await button('检查').click()
    await sees(page, '可以采用')
    await noViolations(page)
    await button('以过去一年试行').click()
    await table('合计').getByRole('row', { name: /红码/ }).waitFor()
    await table('码不同的访企').getByText('预约提前量不足').first().waitFor()
    await noViolations(page)
    await button('用 JSON 修改').click()
    expect(JSON.parse(await page.getByLabel('规则全文（JSON）').inputValue())).toMatchObject({ crowding: { repeat_item_days: 180 } })
    await noViolations(page)
    await button('用表单修改').click()
    await button('检查').click()
    await sees(page, '可以采用')
    const effective = await page.getByLabel('生效日').inputValue()
    await button('采用').click()
    await page.getByRole('dialog').getByRole('textbox').fill(effective)
    await page.getByRole('dialog').getByRole('button', { name: '采用' }).click()
    await table('已采用的规则').getByText('hengyang-2021 第 2 版').waitFor()
    await sees(page, '尚未生效')
    const { items } = await clerk.get<{ items: { version: number; effective: string }[] }>('/api/policies')
    expect(items[0]).toMatchObject({ version: 2, effective, body: { kinds: { 专项督查: { quiet: false } } } })
    expect(troubles).toEqual([])
  })
})

describe('the directory', () => {
  test('an enterprise is found, changed, and shown both ways when somebody else changed it meanwhile', async () => {
    const [first] = await enterprises()
    await page.goto('/coordinator/#/enterprises')
    await page.getByLabel('名称或编号').fill(first.name)
    await page.waitForURL(/q=/)
    await button(first.name).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('简称').fill('我起的简称')
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByRole('button', { name: first.name, exact: true }).click()
    await other.getByRole('dialog').getByLabel('简称').fill('别人起的简称')
    await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await other.getByRole('dialog').waitFor({ state: 'hidden' })
    await other.close()
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.getByText('别人起的简称').waitFor()
    await noViolations(page)
    await drawer.getByRole('button', { name: '以我的为准' }).click()
    await drawer.waitFor({ state: 'hidden' })
    expect(await clerk.get(`/api/enterprises/${first.id}`)).toMatchObject({ short_name: '我起的简称' })

    await page.getByRole('link', { name: '场所' }).first().click()
    await sees(page, `${first.name}：场所`)
    await button('新增').click()
    await page.getByRole('dialog').getByLabel('名称').fill('北门新厂区')
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
    await table(/场所/).getByText('北门新厂区').waitFor()
    await noViolations(page)
  })

  test('a unit is added and an item is no longer used', async () => {
    await page.goto('/coordinator/#/units')
    await button('新增').click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('编号').fill('city-archives')
    await drawer.getByLabel('名称').fill('衡阳市档案馆')
    await drawer.getByLabel('区县').fill('衡阳市')
    await drawer.getByLabel('机构类别').fill('档案')
    await noViolations(page)
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await page.getByLabel('名称或编号').fill('ARCH')
    await page.waitForURL(/q=ARCH/)
    await table('单位').getByText('衡阳市档案馆').waitFor()
    await expect.poll(() => table('单位').locator('tbody tr').count()).toBe(1)
    expect(await clerk.get('/api/units/city-archives')).toMatchObject({ name: '衡阳市档案馆', active: true })

    await page.goto('/coordinator/#/items')
    await button('A02').click()
    await drawer.getByText('在用').click()
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    expect(await clerk.get('/api/items/A02')).toMatchObject({ active: false })
    await noViolations(page)
    expect(troubles).toEqual([])
  })
})

describe('all visits', () => {
  test('are filtered in the address, and one is shown whole with its history', async () => {
    await page.goto('/coordinator/#/visits')
    await table('访企').getByRole('button').first().waitFor()
    await noViolations(page)
    await choose(page, '码', '红码')
    await page.waitForURL(/code=red/)
    await choose(page, '种类', '专项督查') // of a policy adopted since
    await sees(page, '没有符合条件的访企')
    await page.waitForURL(/kind=/)
    await page.goto('/coordinator/#/visits?code=red')
    await table('访企').getByRole('button').first().click()
    await page.getByRole('dialog').getByRole('link', { name: /日志条目/ }).first().waitFor()
    await noViolations(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(troubles).toEqual([])
  })
})

test('turned codes are listed by the days on which they turned', async () => {
  await page.goto('/coordinator/#/turned')
  const rows = table('变码').locator('tbody tr')
  await page.getByLabel('自', { exact: true }).fill(dayOf(Date.now() + 86_400_000))
  await sees(page, '没有变过的码')
  await page.getByLabel('自', { exact: true }).fill('')
  const last = dayOf(Date.now() - 60 * 86_400_000)
  await page.getByLabel('至', { exact: true }).fill(last)
  const newest = async () => {
    const [, year, month, day] = /(\d+)年(\d+)月(\d+)日/.exec(await rows.first().innerText())!
    return [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  }
  await expect.poll(async () => (await newest()) <= last).toBe(true)
  expect(troubles).toEqual([])
})

describe('in English', () => {
  beforeAll(async () => {
    await page.goto('/coordinator/#/units')
    await button('English').click()
  })
  test.each([
    ['/filings', 'Filings'], ['/filings/check', 'Check before publishing'], ['/joins', 'Conflicts and joining'],
    ['/visits', 'Visits'], ['/turned', 'Turned codes'], ['/enterprises', 'Enterprises'], ['/units', 'Units'],
    ['/items', 'Items'], ['/policies', 'Policies'], ['/policies/new', 'Draft a new version'],
  ])('%s is all English', async (path, heading) => {
    await page.goto(`/coordinator/#${path}`)
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    await page.locator('main').locator('table, fieldset').first().waitFor()
    await noViolations(page)
    const words = await page.locator('nav, main h1, main th[scope=col], main .filters, main .el-button').allInnerTexts()
    expect(words.join(' '), path).not.toMatch(/[\u3400-\u9fff]/)
  })

  test('a row opens by the keyboard', async () => {
    await page.goto('/coordinator/#/units')
    await table('Units').locator('tbody').getByRole('button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).waitFor()
    await noViolations(page)
    expect(troubles).toEqual([])
  })
})
