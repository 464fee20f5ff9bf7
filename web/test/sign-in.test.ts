// Signing in: by a one-time link, by password, with a second factor.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noViolations } from './axe'
import { openBrowser, person, phone, sees, totp } from './browser'
import { startCity, type City } from './city'

let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['city-market-officer1', 'city-market-head'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

describe('signing in', () => {
  test('a one-time link leads through setting a password to the first screen', async () => {
    const { page, troubles } = await person(browser, city, '')
    await page.goto(`/#/token/${city.tokens['city-market-officer1']}`)
    await sees(page, '设置新密码')
    expect(page.url()).not.toContain(city.tokens['city-market-officer1'])
    await page.fill('[name=new-password]', '一个足够长的新密码吧')
    await page.fill('[name=again]', '一个足够长的新密码吧')
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL(/\/officer\//)
    expect(troubles).toEqual([])
  })

  test('a page for everybody asks for nothing that is refused', async () => {
    const { page, troubles } = await person(browser, city, '')
    page.on('response', (response) => {
      if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`)
    })
    for (const path of ['/', '/check/', '/published/', '/gate/', '/officer/']) {
      await page.goto(path)
      await page.getByRole('heading').first().waitFor()
      await page.waitForLoadState('networkidle')
    }
    expect(troubles).toEqual([])
  })

  test('a wrong password is refused in words, the right one is not', async () => {
    const { page, troubles } = await person(browser, city, '')
    await page.goto('/')
    await page.fill('[name=login]', 'city-market-officer1')
    await page.fill('[name=password]', '不是这个密码啊啊啊')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').waitFor()
    await page.fill('[name=password]', '一个足够长的新密码吧')
    await page.getByRole('button', { name: '登录' }).click()
    await page.waitForURL(/\/officer\//)
    expect(troubles).toEqual([])
  })

  test('a head sets up an authenticator app and is asked for it the next time', async () => {
    const { page, troubles } = await person(browser, city, '')
    await page.goto(`/#/token/${city.tokens['city-market-head']}`)
    await page.fill('[name=new-password]', '一个足够长的新密码吧')
    await page.fill('[name=again]', '一个足够长的新密码吧')
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL(/homes/)
    await page.goto('/#/set-second-factor')
    const secret = (await page.locator('code').textContent())!
    await page.fill('[name=code]', totp(secret))
    await page.getByRole('button', { name: '确定' }).click()
    await page.getByRole('button', { name: '我已保存' }).click()
    await page.waitForURL(/\/head\/|homes/)

    const later = await person(browser, city, '')
    await later.page.goto('/')
    await later.page.fill('[name=login]', 'city-market-head')
    await later.page.fill('[name=password]', '一个足够长的新密码吧')
    await later.page.getByRole('button', { name: '登录' }).click()
    await later.page.fill('[name=code]', totp(secret, Date.now() + 30_000))
    await later.page.getByRole('button', { name: '登录' }).click()
    await later.page.waitForURL(/\/head\/|homes/)
    expect([...troubles, ...later.troubles]).toEqual([])
  })

  test('it can be read in English', async () => {
    const { page } = await person(browser, city, '')
    await page.goto('/')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })
})

test('signing in can be read by anybody', async () => {
  for (const locale of ['zh-CN', 'en-GB']) {
    const { page, troubles } = await person(browser, city, '', { ...phone, locale })
    await page.goto('/')
    await page.locator('[name=login]').waitFor()
    await noViolations(page)
    expect(troubles).toEqual([])
  }
})
