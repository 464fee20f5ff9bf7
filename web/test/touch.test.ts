// Pages under a thumb, for elders, enlarged and by keyboard: on phones every target is at least 44 px
// high, nothing runs off the side, in large text and at 400 %, and what has the focus is seen.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk, openBrowser, person, phone } from './browser'
import { startCity, type City } from './city'

const target_px = 44
let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard', 'coordinator', 'supervisor', 'audit'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
const cookies = new Map<string, Cookies>()
async function signedIn(login: string): Promise<Cookies> {
  const { context } = await person(browser, city, login, phone)
  cookies.set(login, await context.cookies())
  return cookies.get(login)!
}
const tooWide = (page: Page) => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth))

/** What a keyboard comes to that draws no ring, it or what it stands in. */
async function unseen(page: Page, steps: number) {
  const found: string[] = []
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab')
    const one = await page.evaluate(() => {
      const ringed = (element: Element | null) => {
        const { outlineStyle, boxShadow } = getComputedStyle(element!)
        return outlineStyle !== 'none' || boxShadow !== 'none'
      }
      const at = document.activeElement!
      if (!at.matches(':focus-visible')) return '' // the browser rings a part of a day field
      const isSeen = ringed(at) || ringed(at.closest('label, .day, .el-input__wrapper, .el-select__wrapper') ?? at)
      return isSeen ? '' : `${at.tagName} ${at.className} ${at.textContent?.trim().slice(0, 20)}`
    })
    if (one) found.push(one)
  }
  return found
}

/** What can be pressed and is too small; a checkbox and the like count with their label. */
const tooSmall = (page: Page) =>
  page.evaluate((least) => {
    const seen = (element: Element) => element.getClientRects().length > 0
    return [...document.querySelectorAll('button, a[href], [role=button], [role=tab], [role=switch], input, textarea, select')]
      .filter((element) => seen(element) && !element.closest('.out-of-sight') && getComputedStyle(element).opacity !== '0')
      .map((element) => element.closest('.van-field, .van-cell, label, .van-search') ?? element)
      .filter((element) => Math.round(element.getBoundingClientRect().height) < least)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.trim().slice(0, 20)} ${element.getBoundingClientRect().height}`)
  }, target_px)

test.each([
  ['city-transport-officer1', ['/officer/', '/officer/#/book', '/officer/#/me']],
  ['city-transport-head', ['/head/', '/head/#/approved', '/head/#/unit', '/head/#/unit/delegations', '/head/#/me']],
  ['e004-contact', ['/contact/', '/contact/#/been', '/contact/#/enterprise', '/contact/#/me']],
  ['e004-guard', ['/gate/']],
  ['', ['/', '/check/', '/published/']],
])('%s can press everything, and read it in large text', async (login, places) => {
  for (const [large, size] of [['no', '16px'], ['yes', '20px']]) {
    const { page, troubles, context } = await person(browser, city, '', phone)
    if (login) await context.addCookies(cookies.get(login) ?? (await signedIn(login)))
    await context.addInitScript((value) => localStorage.setItem('large', value), large)
    for (const place of places) {
      await page.goto(place)
      await page.getByRole('main').locator(':scope > *').first().waitFor()
      await page.getByText('正在加载').waitFor({ state: 'detached' })
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), place).toBe(size)
      expect(await tooWide(page), place).toBe(0)
      expect(await tooSmall(page), `${place} ${size}`).toEqual([])
      if (large === 'no') expect(await unseen(page, 12), place).toEqual([])
    }
    expect(troubles).toEqual([])
    await context.close()
  }
})

test.each([
  ['coordinator', ['/coordinator/#/policies/new', '/coordinator/#/joins', '/coordinator/#/visits']],
  ['supervisor', ['/supervisor/', '/supervisor/#/visits']],
  ['audit', ['/audit/']],
])('the %s can work at 400 %, and by keyboard', async (login, places) => {
  const { page, troubles, context } = await person(browser, city, login, { ...desk, viewport: { width: 360, height: 225 } })
  for (const place of places) {
    await page.goto(place)
    await page.getByRole('main').locator('table, fieldset').first().waitFor()
    await page.getByText('正在加载').waitFor({ state: 'detached' })
    expect(await tooWide(page), place).toBe(0)
    expect(await unseen(page, 24), place).toEqual([])
  }
  expect(troubles).toEqual([])
  await context.close()
})
