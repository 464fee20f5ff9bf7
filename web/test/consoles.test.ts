// The three administrators: each one's day, and that none of them comes into the consoles of the others.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { choose, desk, openBrowser, person, sees, totp, type Person } from './browser'
import { run, startCity, type City } from './city'
import { atApi, book, freeDay } from './people'

let browser: Browser, city: City
const admins: Record<string, Person> = {}
beforeAll(async () => {
  city = await startCity(['system', 'security', 'audit', 'city-market-head', 'city-market-officer1', 'e001-contact'])
  browser = await openBrowser()
  for (const login of ['system', 'security', 'audit']) admins[login] = await person(browser, city, login, desk)
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
/** The screen as it stands, with whatever dialog lies over it, in both languages and both shades. */
async function readable(page: Page) {
  const inLanguage = (name: string) => page.getByRole('button', { name, exact: true }).dispatchEvent('click')
  await noViolations(page)
  await inLanguage('English')
  await noViolations(page)
  await inLanguage('中文')
}

/** Types part of what is looked for into a desk's list and chooses what is found. */
async function find(page: Page, label: string, words: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: label, exact: true }).fill(words)
  await page.getByRole('option', { name: option }).click()
}

/** Opens an account from the list by part of its name. */
async function openAccount(page: Page, words: string, name: string) {
  await page.getByRole('textbox', { name: '姓名或登录名的一部分' }).fill(words)
  await press(page, name)
  await heading(page, name)
}

/** The demo city asks nobody for one; this head has it all the same. */
async function setSecondFactor({ context }: Person) {
  const { csrf } = await (await context.request.get(`${city.address}/api/session`)).json()
  const post = async (path: string, data: object) =>
    (await context.request.post(city.address + path, { data, headers: { 'X-CSRF-Token': csrf } })).json()
  const { secret } = await post('/api/me/second-factor', {})
  await post('/api/me/second-factor/confirm', { code: totp(secret) })
}

describe('the three administrators', () => {
  test('are sent away from each other\'s consoles, and from business', async () => {
    for (const [login, { page }] of Object.entries(admins))
      for (const other of ['system', 'security', 'audit', 'supervisor'].filter((name) => name !== login)) {
        await page.goto(`/${other}/`)
        await page.waitForURL(new RegExp(`/${login}/`))
      }
  })

  test('system adds an account that security gives a role and a way in', async () => {
    const { page } = admins.system
    await page.goto('/system/')
    await heading(page, '账号')
    await page.getByRole('row').nth(5).waitFor()
    await readable(page)
    await press(page, '新建账号')
    await page.fill('[name=login]', 'New Person')
    await page.fill('[name=name]', '新来的人')
    await find(page, '单位', '市场监督', '衡阳市市场监督管理局')
    expect(await page.getByRole('combobox', { name: '企业' }).isDisabled()).toBe(true)
    await press(page, '新建账号')
    await page.getByRole('alert').waitFor() // no such login may be
    await readable(page)
    await page.fill('[name=login]', 'new.person')
    await press(page, '新建账号')
    await heading(page, '新来的人')
    await page.locator('dd', { hasText: '衡阳市市场监督管理局' }).waitFor()
    await page.fill('[name=phone]', '0734-8888888')
    await press(page, '保存')
    await sees(page, '已保存')
    await readable(page)

    const security = admins.security.page
    await security.goto('/security/')
    await openAccount(security, 'new.person', '新来的人')
    await security.getByText('访企人员', { exact: true }).click()
    await sees(security, '三员角色须单独担任')
    expect(await security.getByRole('checkbox', { name: '审计管理员' }).isDisabled()).toBe(true)
    expect(await security.getByRole('checkbox', { name: '门岗' }).isDisabled()).toBe(true)
    await press(security, '授予角色')
    await security.locator('dd', { hasText: '访企人员' }).waitFor()
    await press(security, '发一次性登录码')
    await sees(security, '只显示这一次')
    await security.getByRole('img', { name: '登录链接' }).waitFor()
    await readable(security)
    const link = (await security.getByRole('group', { name: '登录链接' }).locator('code').textContent())!

    const newcomer = await person(browser, city, '', desk)
    await newcomer.page.goto(link)
    await sees(newcomer.page, '设置新密码')
    expect([...admins.system.troubles, ...admins.security.troubles, ...newcomer.troubles]).toEqual([])
  })

  test('system places a guard at a site, finds them by their enterprise, and moves them', async () => {
    const { page, troubles } = admins.system
    await page.goto('/system/#/accounts/new')
    await page.fill('[name=login]', 'night.guard')
    await page.fill('[name=name]', '夜班门岗')
    await find(page, '企业', '石榴辐照', /石榴辐照科技/)
    await choose(page, '门岗地点', '二厂区')
    await readable(page)
    await press(page, '新建账号')
    await page.locator('dd', { hasText: '二厂区' }).waitFor()
    const security = admins.security.page
    await security.goto('/security/')
    await openAccount(security, 'night.guard', '夜班门岗')
    await security.getByText('门岗', { exact: true }).click()
    await press(security, '授予角色')
    await security.locator('dd', { hasText: '门岗' }).first().waitFor()

    await page.getByRole('link', { name: '账号' }).click()
    await find(page, '企业', '石榴辐照', /石榴辐照科技/)
    await press(page, '夜班门岗')
    await choose(page, '门岗地点', '一厂区')
    await sees(page, '不再有原处的角色')
    await press(page, '保存')
    await page.locator('dd', { hasText: '尚无角色' }).waitFor()
    expect([...troubles, ...admins.security.troubles]).toEqual([])
  })

  test('security locks and unlocks, and takes the second factor of a lost phone away', async () => {
    const head = await person(browser, city, 'city-market-head', desk)
    await setSecondFactor(head)
    const { page, troubles } = admins.security
    await page.goto('/security/')
    await openAccount(page, 'city-market-head', '市市场监管局负责人')
    await press(page, 'English')
    await press(page, 'Reset') // whatever is pressed beside it closes it
    await noViolations(page)
    await press(page, '中文')
    await page.reload()
    await press(page, '解除身份验证器')
    await noViolations(page)
    await page.getByRole('button', { name: '解除身份验证器' }).last().click()
    await sees(page, '还没有绑定身份验证器')
    await head.page.goto('/')
    await head.page.getByRole('button', { name: '登录' }).waitFor() // signed out everywhere
    await press(page, '停用账号')
    await press(page, '恢复账号')
    await heading(page, '停用账号')
    // nobody does this to themselves
    await page.goto('/security/')
    await openAccount(page, 'security', '安全管理员')
    await sees(page, '不能对自己的账号办理')
    expect([...troubles, ...head.troubles]).toEqual([])
  })

  test('security rotates the key and retires the older one, each said in words and typed', async () => {
    const { page, troubles } = admins.security
    await page.goto('/security/#/keys')
    await sees(page, '在用')
    await readable(page)
    const old = (await page.locator('tbody td').first().textContent())!
    const dialog = page.getByRole('dialog')
    await press(page, '更换密钥')
    await dialog.getByText('断网的门岗不认识新密钥').waitFor()
    await readable(page)
    expect(await dialog.getByRole('button', { name: '更换密钥' }).isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill('更换密钥')
    await dialog.getByRole('button', { name: '更换密钥' }).click()
    await press(page, '作废密钥')
    await dialog.getByText('门岗要等连上网').waitFor()
    await readable(page)
    await dialog.getByRole('textbox').fill(old)
    await dialog.getByRole('button', { name: '作废密钥' }).click()
    await page.locator('tbody').getByText(old).waitFor({ state: 'detached' })
    expect(await page.locator('tbody tr').count()).toBe(1)
    expect(troubles).toEqual([])
  })

  test('security sees a device become a gate, and ends it', async () => {
    const { page, troubles } = admins.security
    await page.goto('/security/#/gates')
    await sees(page, '门岗设备')
    const contact = await atApi(city, 'e001-contact')
    const { items: sites } = await contact.get<{ items: { id: string }[] }>(`/api/enterprises/${contact.who.enterprise}/sites`)
    const { code } = await contact.post<{ code: string }>(`/api/enterprises/${contact.who.enterprise}/sites/${sites[0].id}/invite`)
    const { token } = await contact.post<{ token: string }>('/api/gates/enrol', { code, name: '北门手机' })
    const row = page.getByRole('row').filter({ hasText: '北门手机' })
    await row.filter({ hasText: '雁鸣核技术' }).filter({ hasText: '从未' }).waitFor()
    const asGate = () => fetch(`${city.address}/api/gate/today`, { headers: { Authorization: `Bearer ${token}` } })
    expect((await asGate()).status).toBe(200)
    await page.getByText('只看有效的').click()
    await row.filter({ hasNotText: '从未' }).waitFor()
    await find(page, '企业', '石榴辐照', /石榴辐照科技/)
    await row.waitFor({ state: 'detached' })
    await find(page, '企业', '雁鸣核', /雁鸣核技术/)
    await readable(page)
    await press(page, '停用门岗 北门手机')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('令牌立即失效').waitFor()
    await readable(page)
    await dialog.getByRole('textbox').fill('北门手机')
    await press(page, '停用门岗')
    await row.waitFor({ state: 'detached' })
    await page.getByText('只看有效的').click()
    await row.filter({ hasText: /已于 .* 停用/ }).waitFor()
    expect((await asGate()).status).toBe(401)
    expect(troubles).toEqual([])
  })

  test('system forgets whoever is locked and without roles, after the login is typed', async () => {
    const { page, troubles } = admins.system
    await page.goto('/system/')
    await openAccount(page, 'new.person', '新来的人')
    await press(page, '停用账号')
    await sees(page, '已停用')
    expect(await page.getByRole('button', { name: '删除个人信息' }).isDisabled()).toBe(true)
    const security = admins.security.page
    await security.goto('/security/')
    await openAccount(security, 'new.person', '新来的人')
    await security.getByText('访企人员', { exact: true }).last().click()
    await press(security, '收回全部角色')
    await sees(security, '尚无角色')

    await page.reload()
    await press(page, '删除个人信息')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('不可恢复').waitFor()
    await readable(page)
    await dialog.getByRole('textbox').fill('new.person')
    await dialog.getByRole('button', { name: '删除个人信息' }).click()
    await page.getByRole('row').filter({ hasText: '（个人信息已删除）' }).waitFor()
    await security.reload()
    await sees(security, /个人信息已于 .* 删除/)
    expect(await security.getByRole('button', { name: '发一次性登录码' }).count()).toBe(0)
    await readable(security)
    expect([...troubles, ...admins.security.troubles]).toEqual([])
  })

  test('system adds a subscriber, whose secret is shown once, and deletes it', async () => {
    const { page, troubles } = admins.system
    await page.goto('/system/#/subscribers')
    await sees(page, '还没有订阅方')
    await press(page, '登记订阅方')
    await page.fill('[name=url]', 'http://127.0.0.1:9/hook')
    await readable(page)
    await page.locator('form').getByRole('button', { name: '登记订阅方' }).click()
    await sees(page, '密钥只显示这一次')
    const secret = (await page.getByRole('group', { name: '签名密钥' }).locator('code').textContent())!
    await press(page, '我已保存')
    await page.getByRole('cell', { name: 'http://127.0.0.1:9/hook' }).waitFor()
    await readable(page)
    expect(await page.locator('body').textContent()).not.toContain(secret)
    await press(page, '注销')
    const dialog = page.getByRole('dialog')
    const id = /“(.+)”/.exec((await dialog.locator('label').textContent())!)![1]
    await dialog.getByRole('textbox').fill(id)
    await dialog.getByRole('button', { name: '注销' }).click()
    await sees(page, '还没有订阅方')
    expect(troubles).toEqual([])
  })

  test('system sees a subscriber fail and give up, and resumes it', async () => {
    const { page, troubles } = admins.system
    let status = 500
    const told: unknown[] = []
    const hook = createServer((request, response) => {
      if (status === 200) told.push(request.headers['heng-event'])
      request.resume()
      response.writeHead(status).end()
    })
    await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/events`
    await page.goto('/system/#/subscribers')
    await press(page, '登记订阅方')
    await page.fill('[name=url]', url)
    await page.locator('form').getByRole('button', { name: '登记订阅方' }).click()
    await press(page, '我已保存')
    const row = page.getByRole('row').filter({ hasText: url })
    await row.filter({ hasText: '正常' }).waitFor()

    const officer = await atApi(city, 'city-market-officer1')
    const { items } = await officer.get<{ items: { id: string }[] }>('/api/enterprises?limit=1')
    await book(officer, items[0].id, 'service', freeDay(20))
    await expect.poll(async () => (await press(page, '刷新'), row.textContent())).toMatch(/起失败 \d+ 次，回答 500/)
    await readable(page)
    status = 410
    await row.filter({ hasText: '已暂停' }).waitFor({ timeout: 40_000 }) // by itself, when it is tried the next time
    await readable(page)
    status = 200
    await row.getByRole('button', { name: '恢复投递' }).click()
    await row.filter({ hasText: '正常' }).waitFor()
    await expect.poll(() => told).toContain('visit_booked')
    hook.close()
    expect(troubles).toEqual([])
  })

  test('audit finds what security did, proves it, and checks the log from outside', async () => {
    const { page, troubles } = admins.audit
    await page.goto('/audit/')
    await heading(page, '事件')
    await choose(page, '类型', '删除个人信息')
    const forgotten = page.getByRole('row').filter({ hasText: '删除个人信息' }).filter({ hasText: '系统管理员 (system)' })
    await forgotten.waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await readable(page)
    await forgotten.getByRole('button').click()
    await sees(page, '已在本浏览器核验：记录在日志中，检查点签名有效')
    await readable(page)
    const folder = mkdtempSync(join(tmpdir(), 'heng-proof-'))
    const keep = async (name: string) => {
      const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)])
      const path = join(folder, download.suggestedFilename())
      await download.saveAs(path)
      return path
    }
    const copied = async (name: string) => (await page.getByRole('group', { name, exact: true }).locator('code').textContent())!
    const proof = await keep('下载证明')
    const key = /--key '([^']+)'/.exec(await copied('离线核验命令'))![1]
    expect(run(city, 'log', 'check', '--json', '--key', key, proof)).toContain('"valid":true')

    await page.getByRole('link', { name: '日志', exact: true }).click()
    await heading(page, '最新检查点')
    await readable(page)
    expect(await copied('日志公钥')).toBe(key)
    const checkpoint = await keep('保存检查点')
    expect(await copied('校验命令')).toBe(`heng log verify --key '${key}' ${city.address}/log`)
    run(city, 'log', 'verify', '--key', key, '--since', checkpoint, `${city.address}/log`)
    rmSync(folder, { recursive: true })

    // by person, and to what was done to an account
    await page.getByRole('link', { name: '账号' }).click()
    await openAccount(page, 'city-market-head', '市市场监管局负责人')
    await page.getByRole('link', { name: '对此人做过什么' }).click()
    await page.getByRole('row').filter({ hasText: '解除身份验证器' }).filter({ hasText: '安全管理员 (security)' }).waitFor()
    expect(troubles).toEqual([])
  })

  test('audit searches by person, subject and days, and comes back to them by the address', async () => {
    const { page, troubles } = admins.audit
    const cells = (column: number) => page.locator(`tbody td:nth-child(${column})`).allTextContents()
    /** Every row has this in the column, and there is one at least. */
    const all = (column: number, words: string) =>
      expect.poll(async () => [...new Set(await cells(column))].map((cell) => cell.trim())).toEqual([words])
    await page.goto('/audit/')
    await heading(page, '事件')
    await find(page, '行为人', '安全管理员', /安全管理员 \(security\)/)
    await all(4, '安全管理员 (security)')
    await page.waitForURL(/by=/)
    await page.reload()
    await all(4, '安全管理员 (security)')
    await choose(page, '类型', '设定角色')
    await all(3, '设定角色')
    await all(4, '安全管理员 (security)')
    await page.waitForURL(/type=/)

    await page.getByRole('link', { name: '事件' }).click()
    await choose(page, '行为人', '系统自动')
    await all(4, '系统自动')
    await page.waitForURL(/by=self/)
    const visit = (await cells(5)).map((cell) => cell.trim()).find((cell) => /^[0-9a-z]{12}$/.test(cell))!
    await page.getByRole('link', { name: '事件' }).click()
    await page.getByRole('textbox', { name: '对象' }).fill(visit)
    await all(5, visit)
    await page.waitForURL(/subject=/)
    await page.getByRole('link', { name: '事件' }).click()
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    await page.getByLabel('自').fill(inDays(2))
    await sees(page, '没有符合条件的事件')
    await page.getByLabel('自').fill(inDays(-400))
    await page.getByLabel('至').fill(inDays(2))
    await page.getByRole('row').nth(5).waitFor()
    await page.getByLabel('至').fill(inDays(-400))
    await sees(page, '没有符合条件的事件')
    expect(troubles).toEqual([])
  })
})
