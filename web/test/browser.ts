// People in browsers: each has a context of their own, signed in, and a page that may not complain.
import { createHmac } from 'node:crypto'
import { chromium, devices, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { City } from './city'

export const phone = { ...devices['Pixel 5'], locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }
export const desk = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }
export const wall = { viewport: { width: 1920, height: 1080 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' }

export function openBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more,
    ],
  })
}

function base32(text: string): Buffer {
  let bits = ''
  for (const letter of text) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)))
}

/** The six digits that an authenticator app shows for a secret now (RFC 6238). */
export function totp(secret: string, at = Date.now()): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const hash = createHmac('sha1', base32(secret)).update(counter).digest()
  const start = hash[hash.length - 1] & 15
  return String((hash.readUInt32BE(start) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** Signs the context in by a one-time token, with the second factor set up where one is due. */
export async function signIn(context: BrowserContext, city: City, login: string) {
  const post = async (path: string, data: object, csrf = '') => {
    const reply = await context.request.post(city.address + path, { data, headers: { 'X-CSRF-Token': csrf } })
    expect(reply.ok(), `${path}: ${await reply.text()}`).toBe(true)
    return reply.json()
  }
  const who = await post('/api/session/token', { token: city.tokens[login], cookie: true })
  if (who.next.includes('set_password')) {
    const data = { password: '一个足够长的新密码吧' }
    const reply = await context.request.put(`${city.address}/api/me/password`, { data, headers: { 'X-CSRF-Token': who.csrf } })
    expect(reply.ok(), await reply.text()).toBe(true)
  }
  if (!who.next.includes('set_second_factor')) return
  const { secret } = await post('/api/me/second-factor', {}, who.csrf)
  await post('/api/me/second-factor/confirm', { code: totp(secret) }, who.csrf)
}

export interface Person {
  page: Page
  /** Errors on the console, failed scripts, requests to another origin: none, ever. */
  troubles: string[]
  context: BrowserContext
}

/** `login` empty: nobody in particular. */
export async function person(browser: Browser, city: City, login: string, options: object = phone): Promise<Person> {
  const context = await browser.newContext({ ...options, baseURL: city.address })
  if (login) await signIn(context, city, login)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const troubles: string[] = []
  page.on('console', (message) => {
    // what the server refuses, and a connection that is lost, are the page's to show, and no fault of it
    if (message.type() === 'error' && !/status of (4\d\d|503)|net::ERR_(?!BLOCKED|FAILED)/.test(message.text()))
      troubles.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(city.address) && !/^(data|blob):/.test(url)) troubles.push(`elsewhere: ${url}`)
  })
  return { page, troubles, context }
}

/** What a person sees of it, whatever the markup. */
export const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** Chooses from a desk's list by label and option; the label lies over the field, where a mouse lands on it. */
export async function choose(page: Page, label: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: label, exact: true }).click({ force: true })
  await page.getByRole('option', { name: option }).click()
}
