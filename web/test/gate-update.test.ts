// A newer build of the program while the guard's page is open: the guard always has a whole page, the
// old one or the new, with a network or without.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { sees, type Person } from './browser'
import { bookGreen, city, closeGatehouse, contact, enrolled, openGatehouse, pass, settled, show, type Made } from './gatehouse'
import { updatable, type Update } from './update'

let server: Awaited<ReturnType<typeof updatable>>, one: Person, code: Made
beforeAll(async () => {
  await openGatehouse()
  code = await bookGreen()
})
afterAll(closeGatehouse)
beforeEach(async () => void (server = await updatable(city)))
afterEach(async () => {
  expect(one.troubles.filter((trouble) => !/ERR_|Failed to load resource|status of 404/.test(trouble))).toEqual([])
  await one.context.close()
  server.close()
})

const serve = (update: Partial<Update>) => Object.assign(server.update, update)
const newest: Update = { page: 'new', worker: 'new', files: 'new' }
const buildOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.build ?? 'old')
async function lookAgain(page: Page) {
  await page.evaluate(() => void dispatchEvent(new Event('online')))
  return buildOf(page)
}
/** Chromium sometimes lets the old worker go on until its page is closed, whatever `skipWaiting` says. */
async function opensAnew(page: Page) {
  for (let opened = 1; opened < 4; opened++) {
    const build = expect.poll(() => lookAgain(page).catch(() => ''), { timeout: 5_000 })
    if (await build.toBe('new').then(() => true, () => false)) return
    await page.reload()
  }
}
const lookForUpdate = (page: Page) => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update().catch(() => undefined)))
const isKept = (page: Page, build: string) =>
  expect.poll(() => page.evaluate(async (name) => (await caches.keys()).includes(name), `gate-${build}`), { timeout: 20_000 })

/** Every part of it, without a network: the screens that are fetched when they open, the core, the decoder. */
async function isWhole(page: Page) {
  for (const [screen, title] of [['walk-in', '未预约来访'], ['inside', '在内访客'], ['book', '登记簿'], ['settings', '设置']]) {
    await page.goto(`/gate/#/${screen}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
  }
  await show(page, code.text)
  await pass(page)
}

test('what is open goes on, and is the new build when the guard is back at the first screen, or opens it again', async () => {
  one = await enrolled(contact, undefined, server)
  await settled(one.page)
  await one.page.goto('/gate/#/settings')
  serve(newest)
  await lookForUpdate(one.page)
  await isKept(one.page, 'new').toBe(true)
  await isWhole(one.page) // though the server has nothing of it any more
  expect(await buildOf(one.page)).toBe('old')
  await one.page.goto('/gate/#/')
  await one.page.getByRole('button', { name: '扫码' }).waitFor()
  await opensAnew(one.page)
  await expect.poll(() => buildOf(one.page).catch(() => '')).toBe('new')
  server.close()
  await one.page.reload()
  await isWhole(one.page)
  expect(await buildOf(one.page)).toBe('new')
})

test('a page that a newer worker has taken over opens anew, though only at the first screen', async () => {
  one = await enrolled(contact, undefined, server)
  await settled(one.page)
  await one.page.goto('/gate/#/settings')
  await one.page.evaluate(() => {
    document.documentElement.dataset.build = 'taken over'
    navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))
  })
  await Promise.all([one.page.waitForResponse(/\/api\/gate\/today/), lookAgain(one.page)])
  expect(await buildOf(one.page)).toBe('taken over')
  await one.page.goto('/gate/#/')
  await one.page.getByRole('button', { name: '扫码' }).waitFor()
  await expect.poll(() => lookAgain(one.page).catch(() => '')).toBe('old')
})

test('an update that breaks off half way leaves the old build whole', async () => {
  one = await enrolled(contact, undefined, server)
  await settled(one.page)
  serve({ ...newest, files: 'half' })
  await one.page.reload()
  await lookForUpdate(one.page)
  await isWhole(one.page)
  server.close()
  await one.page.reload()
  await isWhole(one.page)
  expect(await buildOf(one.page)).toBe('old')
})

test('without a network right after the update there is a whole page', async () => {
  one = await enrolled(contact, undefined, server)
  await settled(one.page)
  serve(newest)
  await one.page.reload()
  server.close()
  await isWhole(one.page)
  await one.page.reload()
  await isWhole(one.page)
})

test('a page that came with another build’s worker is kept only by its own', async () => {
  server.update.page = 'new'
  serve({ files: 'both' })
  one = await enrolled(contact, undefined, server)
  expect(await buildOf(one.page)).toBe('new')
  const hasWorker = () => one.page.evaluate(async () => Boolean(await navigator.serviceWorker.getRegistration()))
  await expect.poll(hasWorker, { timeout: 10_000 }).toBe(false)
  expect(await one.page.evaluate(() => caches.keys())).toEqual([])
  await sees(one.page, '本页还没有存到本机')
  serve(newest)
  await one.page.reload()
  await settled(one.page)
  server.close()
  await one.page.reload()
  await isWhole(one.page)
  expect(await buildOf(one.page)).toBe('new')
})
