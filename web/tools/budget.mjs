// Holds the built pages to what their users' networks and browsers can take: bytes of a first load,
// compressed, and syntax and names that Chrome 87, Safari 14.1 and Firefox 79 know.
//   node budget.mjs DIST    exit status 1 and a line for each finding
import { parse } from 'acorn'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const dist = process.argv[2]
const kB = 1000
const phone = { most: 150 * kB }
const budgets = {
  'index.html': phone,
  'officer/index.html': phone,
  'head/index.html': phone,
  'contact/index.html': phone,
  // all that a gate needs when the network is gone, its decoder too
  'gate/index.html': { most: 600 * kB, whole: true },
}
const otherwise = { most: 400 * kB }

const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
let wrong = 0
const say = (line) => {
  console.log(line)
  wrong++
}

function needs(entry, whole, found = new Set()) {
  const chunk = manifest[entry]
  if (!chunk || found.has(entry)) return found
  found.add(entry)
  for (const next of [...(chunk.imports ?? []), ...(whole ? (chunk.dynamicImports ?? []) : [])]) needs(next, whole, found)
  return found
}

const everything = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`)

/** Adds what those files name in turn: a worker's WebAssembly. A Set goes on to what is added to it. */
function namedIn(files) {
  for (const file of files) {
    if (!file.endsWith('.js')) continue
    const text = readFileSync(join(dist, file), 'utf8')
    if (/worker/.test(file)) everything.filter((one) => text.includes(one)).forEach((one) => files.add(one))
  }
}

const size = (file) => brotliCompressSync(readFileSync(join(dist, file))).length
for (const [entry, chunk] of Object.entries(manifest)) {
  if (!chunk.isEntry || !entry.endsWith('.html')) continue
  const { most, whole } = budgets[entry] ?? otherwise
  const files = new Set([entry])
  for (const name of needs(entry, whole)) {
    const { file, css = [], assets = [] } = manifest[name]
    if (file.endsWith('.js')) files.add(file)
    css.forEach((one) => files.add(one))
    if (whole) assets.forEach((one) => files.add(one))
  }
  if (whole) namedIn(files)
  const bytes = [...files].reduce((sum, file) => sum + size(file), 0)
  console.log(`  ${entry}: ${Math.round(bytes / kB)} kB of ${most / kB}`)
  if (bytes > most) say(`${entry}: first load of ${bytes} bytes compressed, more than ${most}`)
}

// Class fields are the newest syntax that all of them have.
const tooNew = (node) =>
  node.type === 'StaticBlock' ||
  (node.type === 'MethodDefinition' && node.key.type === 'PrivateIdentifier') ||
  (node.type === 'BinaryExpression' && node.left.type === 'PrivateIdentifier')
function* nodes(node) {
  if (Array.isArray(node)) for (const one of node) yield* nodes(one)
  else if (node && typeof node.type === 'string') {
    yield node
    for (const key of Object.keys(node)) if (typeof node[key] === 'object') yield* nodes(node[key])
  }
}
// shared/polyfill.ts brings .at() and Object.hasOwn
const newer = ['structuredClone(', '.randomUUID(', 'Array.fromAsync', 'Object.groupBy']
for (const file of readdirSync(dist, { recursive: true }).map(String)) {
  if (!file.endsWith('.js')) continue
  const text = readFileSync(join(dist, file), 'utf8')
  for (const name of newer) if (text.includes(name)) say(`${file}: ${name} is too new`)
  try {
    for (const node of nodes(parse(text, { ecmaVersion: 2022, sourceType: 'module', allowAwaitOutsideFunction: false })))
      if (tooNew(node)) say(`${file}: ${node.type} at ${node.start} is too new`)
  } catch (error) {
    say(`${file}: too new: ${error.message}`)
  }
}
process.exit(wrong ? 1 : 0)
