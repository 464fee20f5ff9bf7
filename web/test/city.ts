// A demo city of its own for a test file, served by the program on a free port.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(__dirname, '../..')
const heng = join(root, 'heng')

/** The demo city is made once for a build of the program and copied from then on. */
function madeCity(): string {
  const made = join(root, 'build/web/demo-city')
  const version = execFileSync('sha256sum', [heng], { encoding: 'utf8' }).slice(0, 16) + dayOf(Date.now())
  const folder = `${made}-${version}`
  if (existsSync(folder)) return folder
  const fresh = mkdtempSync(join(tmpdir(), 'heng-pages-'))
  execFileSync(heng, ['demo', '--data', join(fresh, 'city')], { cwd: root, stdio: 'ignore' })
  cpSync(join(fresh, 'city'), `${folder}.new`, { recursive: true })
  renameSync(`${folder}.new`, folder)
  rmSync(fresh, { recursive: true })
  return folder
}

/** The day and the clock that the city has. */
const wallOf = (time_ms: number) => new Date(time_ms + 8 * 3_600_000).toISOString()
export const dayOf = (time_ms: number) => wallOf(time_ms).slice(0, 10)
export const clockOf = (time_ms: number) => wallOf(time_ms).slice(11, 16)
export const thisYear = () => Number(dayOf(Date.now()).slice(0, 4))

export interface City {
  address: string
  folder: string
  /** A one-time token for each login that was asked for. */
  tokens: Record<string, string>
  /** Stops the program; its data stay, and `start` serves them again at the same address. */
  stop(): Promise<void>
  /** The same without a warning, as when the power fails. */
  die(): Promise<void>
  start(): Promise<void>
  remove(): Promise<void>
}

/** A city on its first day: three administrators, whose tokens the program prints, and nothing else. */
export const foundCity = () => serveCity(() => undefined, [])

export const startCity = (logins: readonly string[]) => serveCity((folder) => cpSync(madeCity(), folder, { recursive: true }), logins)

async function serveCity(make: (folder: string) => void, logins: readonly string[]): Promise<City> {
  const parent = mkdtempSync(join(tmpdir(), 'heng-pages-'))
  const folder = join(parent, 'city')
  make(folder)
  const env = { ...process.env, HENG_DATA: folder, LANG: 'C' }
  const tokens: Record<string, string> = {}
  for (const login of logins)
    tokens[login] = execFileSync(heng, ['user', 'token', login], { env, encoding: 'utf8' }).trim()
  let server: ChildProcess | undefined
  let port = '0'
  async function end(signal: NodeJS.Signals) {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const gone = new Promise((resolve) => server!.once('exit', resolve))
    server.kill(signal)
    await gone
  }
  const city: City = {
    address: '',
    folder,
    tokens,
    async start() {
      server = spawn(heng, ['serve', '--listen', `127.0.0.1:${port}`, '--log', 'nothing'], {
        cwd: root,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      for await (const line of createInterface({ input: server.stdout! })) {
        const [, login, token] = /^ {2}(\w+) +([0-9a-z-]+)$/.exec(line) ?? []
        if (token) tokens[login] = token
        const address = /^(http:\/\/[^/]+)/.exec(line)?.[1]
        if (!address) continue
        city.address = address
        port = address.split(':').pop()!
        return
      }
      throw new Error('the server does not start')
    },
    stop: () => end('SIGINT'),
    die: () => end('SIGKILL'),
    async remove() {
      await city.stop()
      rmSync(parent, { recursive: true, force: true })
    },
  }
  await city.start()
  return city
}

/** Runs a command of the program against the city; it must not be running for those that write. */
export function run(city: City, ...words: string[]): string {
  return execFileSync(heng, words, { env: { ...process.env, HENG_DATA: city.folder, LANG: 'C' }, encoding: 'utf8' })
}

/** A text as the program draws it: a PNG. */
export const pictureOf = (text: string) => execFileSync(heng, ['code', 'qr', '--format', 'png', '--', text])

export const readText = (path: string) => readFileSync(join(root, path), 'utf8')
