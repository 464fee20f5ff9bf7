// A server before and after an update: the city's own, and the same with every file of its pages under
// another name, as a newer build has them.
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { City } from './city'

const named = /([\w-]+-[\w-]{8})\.(js|css|wasm)\b/g

/** What is served of which build. */
export interface Update {
  page: 'old' | 'new'
  worker: 'old' | 'new'
  /** Which builds' files are there; `half`: of the new one only those whose name begins before "n". */
  files: 'old' | 'new' | 'both' | 'half'
}

function isThere(path: string, { files }: Update): boolean {
  const isNew = path.includes('.new.')
  if (files === 'half') return isNew && path.toLowerCase() < '/assets/n'
  return files === 'both' || files === (isNew ? 'new' : 'old')
}

const renew = (text: string) =>
  text.replace(named, '$1.new.$2').replace(/"build":"\w+"/, '"build":"new"').replace('<html ', '<html data-build="new" ')

async function bytesOf(reply: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of reply) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

/** The city at another address, by which an update can come. */
export async function updatable(city: City): Promise<City & { update: Update; close(): void }> {
  const update: Update = { page: 'old', worker: 'old', files: 'old' }
  const isRenewed = (path: string) =>
    path.includes('.new.') || (path.endsWith('/') && update.page === 'new') || (path.endsWith('/worker.js') && update.worker === 'new')
  const server: Server = createServer((from, to) => {
    const path = from.url!
    if (path.startsWith('/assets/') && !isThere(path, update)) return to.writeHead(404).end()
    const headers = { ...from.headers, 'accept-encoding': 'identity', 'if-none-match': '' }
    const asked = request(city.address + path.replace('.new.', '.'), { method: from.method, headers }, async (reply) => {
      const bytes = await bytesOf(reply)
      const isText = /html|javascript|css/.test(reply.headers['content-type'] ?? '')
      const { etag, 'transfer-encoding': _, ...kept } = reply.headers
      const body = isText && isRenewed(path) ? Buffer.from(renew(bytes.toString('utf8'))) : bytes
      to.writeHead(reply.statusCode!, { ...kept, 'content-length': body.length }).end(body)
    })
    asked.on('error', () => to.destroy())
    from.pipe(asked)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { ...city, address: `http://127.0.0.1:${port}`, update, close }
}
