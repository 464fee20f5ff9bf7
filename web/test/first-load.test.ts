// The first load of a phone page: what it fetches, and how long that takes on a 3G network of
// 1.6 Mbit/s with 150 ms there and back. Reckoned from the bytes and from which request waited for
// which, not from a clock: a slow machine is no slow network. What a service worker keeps for later
// does not share the line, for it begins only when that time is over.
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, person } from './browser'
import { startCity, type City } from './city'

const bytes_per_s = 1_600_000 / 8
const round_trip_s = 0.15
const usable_s = 2

let browser: Browser, city: City
beforeAll(async () => {
  city = await startCity(['city-market-officer1', 'city-market-head', 'e001-contact', 'e001-guard'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await city.remove()
})

interface Fetched {
  path: string
  start: number
  end: number
  bytes: number
}

/** All that the page fetches until it rests. */
async function fetches(page: Page, place: string): Promise<Fetched[]> {
  const requests = new Map<string, Fetched>()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  cdp.on('Network.requestWillBeSent', ({ requestId, request, timestamp }) =>
    requests.set(requestId, { path: new URL(request.url).pathname, start: timestamp, end: Infinity, bytes: 0 }),
  )
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) => {
    const request = requests.get(requestId)
    if (request) Object.assign(request, { end: timestamp, bytes: encodedDataLength })
  })
  await page.goto(place)
  await page.getByRole('main').locator(':scope > *').first().waitFor()
  await page.waitForLoadState('load')
  await page.getByText('正在加载').waitFor({ state: 'detached' })
  return [...requests.values()].filter(({ path, end }) => path.startsWith('/') && end < Infinity)
}

/** How many answers had to come, one after another, before the last request could be sent. */
function chain(all: readonly Fetched[]): number {
  const sorted = [...all].sort((a, b) => a.start - b.start)
  const depth = new Map<Fetched, number>()
  for (const request of sorted)
    depth.set(request, 1 + Math.max(0, ...sorted.filter((other) => other.end <= request.start).map((other) => depth.get(other) ?? 0)))
  return Math.max(...depth.values())
}

/** Since 1970, as a request's timing has it. */
const loadedAt_ms = (page: Page) =>
  page.evaluate(() => {
    const [{ loadEventStart }] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return performance.timeOrigin + loadEventStart
  })

test.each([
  ['city-market-officer1', '/officer/', 150_000, true],
  ['city-market-head', '/head/', 150_000, false],
  ['e001-contact', '/contact/', 150_000, false],
  ['e001-guard', '/gate/', 600_000, true],
])('%s can use %s within two seconds on 3G', async (login, place, most, isKept) => {
  const { context } = await person(browser, city, login)
  let best = Infinity
  // on a busy machine requests that do not wait for one another may seem to: the best of three counts
  for (let attempt = 0; attempt < 3 && best > usable_s; attempt++) {
    const { page, troubles, context: fresh } = await person(browser, city, '')
    await fresh.addCookies(await context.cookies())
    const kept: Request[] = []
    fresh.on('request', (request) => request.serviceWorker() && kept.push(request))
    const all = await fetches(page, place)
    const sum = (some: readonly Fetched[]) => some.reduce((bytes, request) => bytes + request.bytes, 0)
    const files = sum(all.filter(({ path }) => !path.startsWith('/api/')))
    const seconds = sum(all) / bytes_per_s + (chain(all) + 1) * round_trip_s // and one to connect
    console.log(`${place}: ${all.length} requests, ${files} bytes of pages, ${chain(all)} in a row, ${seconds.toFixed(2)} s`)
    expect(all.map(({ path }) => path)).toContain(place)
    expect(files).toBeLessThanOrEqual(most)
    if (isKept) {
      const began_ms = () => kept[0]?.timing().startTime ?? 0
      await expect.poll(began_ms, { timeout: 30_000 }).toBeGreaterThan(0)
      expect(began_ms() - (await loadedAt_ms(page))).toBeGreaterThanOrEqual(usable_s * 1000)
    }
    expect(troubles).toEqual([])
    best = Math.min(best, seconds)
    await fresh.close()
  }
  expect(best).toBeLessThanOrEqual(usable_s)
})
