// Phone pages under a thumb and for elders: every target at least 44 px high, and in large text
// nothing runs off the side.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, person, phone } from './browser'
import { startCity, type City } from './city'

const target_px = 44
let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard'])
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
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), place).toBeLessThanOrEqual(0)
      expect(await tooSmall(page), `${place} ${size}`).toEqual([])
    }
    expect(troubles).toEqual([])
    await context.close()
  }
})
