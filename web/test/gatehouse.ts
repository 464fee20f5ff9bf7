// A gatehouse for tests: a city, its people signed in, visits with their codes, and guards' phones.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser, person, sees, signIn, type Person } from './browser'
import { pictureOf, run, startCity, type City } from './city'

const people = ['city-transport-officer1', 'city-transport-head', 'e004-contact', 'e004-guard', 'e001-contact', 'supervisor'] as const
type Login = (typeof people)[number]
export const [officer, head, contact, guard, strangeContact, supervisor] = people

export let city: City, browser: Browser
export const contexts: Record<string, BrowserContext> = {}

export async function openGatehouse() {
  city = await startCity(people)
  browser = await openBrowser(['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'])
  for (const login of people) {
    contexts[login] = await browser.newContext({ baseURL: city.address })
    await signIn(contexts[login], city, login)
  }
}
export async function closeGatehouse() {
  await browser.close()
  await city.remove()
}

export async function call(login: string, method: string, path: string, data?: object) {
  const { request } = contexts[login]
  const csrf = (await (await request.get(`${city.address}/api/session`)).json()).csrf as string
  const reply = await request.fetch(city.address + path, { method, data, headers: { 'X-CSRF-Token': csrf, 'Idempotency-Key': crypto.randomUUID() } })
  expect(reply.ok(), `${method} ${path}: ${await reply.text()}`).toBe(true)
  return reply.json()
}

interface Place {
  enterprise: string
  site: string
}
export async function placeOf(login: string): Promise<Place> {
  const { enterprise } = await call(login, 'GET', '/api/session')
  const { items } = await call(login, 'GET', `/api/enterprises/${enterprise}/sites`)
  return { enterprise, site: items[0].id }
}

export interface Made {
  visit: string
  text: string
  short: string
}
const minute_ms = 60_000
const moment = (after_minutes: number) => new Date(Date.now() + after_minutes * minute_ms).toISOString()
export async function codeOf(visit: string): Promise<Made> {
  const { text, short } = await call(officer, 'GET', `/api/visits/${visit}/code`)
  return { visit, text, short }
}
export async function book(host: Login = contact, minutes = 5, lasting = 60): Promise<Made> {
  const place = await placeOf(host)
  const times = { start: moment(minutes), end: moment(minutes + lasting) }
  const { id } = await call(officer, 'POST', '/api/visits', { ...place, ...times, kind: 'service', people: 2, certified: 2 })
  return codeOf(id)
}
export async function bookGreen(host: Login = contact, minutes?: number, lasting?: number) {
  const { visit } = await book(host, minutes, lasting)
  await call(head, 'POST', `/api/visits/${visit}/approve`, {})
  await call(host, 'POST', `/api/visits/${visit}/agree`, {})
  return codeOf(visit)
}

/** A code of a city whose key nobody here knows. */
export async function strangersCode(): Promise<Made> {
  const other = await startCity([officer])
  try {
    await other.stop()
    run(other, 'key', 'rotate')
    await other.start()
    const context = await browser.newContext()
    await signIn(context, other, officer)
    const { items } = await (await context.request.get(`${other.address}/api/visits?limit=1`)).json()
    return await (await context.request.get(`${other.address}/api/visits/${items[0].id}/code`)).json()
  } finally {
    await other.remove()
  }
}

/** The same device's page when its clock shows another time. */
export async function later(context: BrowserContext, minutes: number) {
  const page = await context.newPage()
  await page.clock.setFixedTime(Date.now() + minutes * minute_ms)
  return { page }
}

/** With a code of the contact's, ready to be that of a new gate or of another. */
export async function toEnrol(page: Page, host: Login) {
  const { enterprise, site } = await placeOf(host)
  const { code } = await call(host, 'POST', `/api/enterprises/${enterprise}/sites/${site}/invite`, {})
  await page.goto(`/gate/#/enrol/${code}`)
  await page.fill('[name=name]', '东门')
  return code
}
export async function enrol(page: Page, host: Login) {
  const code = await toEnrol(page, host)
  await page.getByRole('button', { name: '接入门岗' }).click()
  await page.getByRole('button', { name: '扫码' }).waitFor()
  expect(page.url()).not.toContain(code)
}

type Prepare = (context: BrowserContext) => Promise<unknown>
export async function enrolled(host: Login = contact, prepare?: Prepare, at: City = city): Promise<Person> {
  const one = await person(browser, at, '')
  await prepare?.(one.context)
  await enrol(one.page, host)
  return one
}

export async function toScan(page: Page) {
  await page.goto('/gate/#/')
  await page.getByRole('button', { name: '扫码' }).click()
}
/** By a photo of the code, as the program draws it. */
export async function show(page: Page, text: string) {
  await toScan(page)
  await page.setInputFiles('input[type=file]', { name: 'code.png', mimeType: 'image/png', buffer: pictureOf(text) })
}
export async function typeShort(page: Page, short: string) {
  await toScan(page)
  await page.fill('[name=short]', short)
  await page.getByRole('button', { name: '核验' }).click()
}
export const pass = (page: Page) => page.getByRole('heading', { name: '可以放行' }).waitFor()
export async function stop(page: Page, reason: string | RegExp) {
  await page.getByRole('heading', { name: '不得进入' }).waitFor()
  await sees(page, reason)
}
/** Until the page says no longer that it is not on the device. */
export const kept = (page: Page) => page.getByText('本页还没有存到本机').waitFor({ state: 'detached', timeout: 30_000 })
/** Until the device has all that it needs without a network. */
export async function settled(page: Page) {
  await page.getByText('刚刚').nth(1).waitFor()
  await kept(page)
}
export const lifeOf = async (visit: string) => (await call(contact, 'GET', `/api/visits/${visit}`)).life
export const becomes = (visit: string, life: string) => expect.poll(() => lifeOf(visit), { timeout: 10_000 }).toBe(life)
export const eventsOf = async (visit: string, type: string) =>
  (await call(supervisor, 'GET', `/api/visits/${visit}/history`)).items.filter((event: { type: string }) => event.type === type).length
export const walkInsBy = async (unit: string) =>
  (await call(contact, 'GET', '/api/visits?walk_in=true&limit=100')).items.filter((visit: { unit_words?: string }) => visit.unit_words === unit)

export async function recordWalkIn(page: Page, unit: string) {
  await page.goto('/gate/#/walk-in')
  await page.fill('[name=unit]', unit)
  await page.getByText('行政检查', { exact: true }).click()
  await page.fill('[name=purpose]', '没有预约')
  await page.getByRole('button', { name: '增加一人' }).click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await sees(page, '未预约来访告知单')
}

