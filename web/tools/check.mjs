// What a program can see of the pages' house rules; prints what it finds, nothing when all is well.
import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), '..')
const linesMost = 500

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : walk(path)
    return /\.(ts|vue|mjs|css|html)$/.test(entry.name) ? [path] : []
  })
}
const files = walk(root)
const text = Object.fromEntries(files.map((file) => [file, readFileSync(file, 'utf8')]))
const say = (file, finding) => console.log(`${relative(root, file)}: ${finding}`)
const isTest = (file) => /\.test\.ts$/.test(file) || relative(root, file).startsWith('test/')
const source = files.filter((file) => /\.(ts|vue)$/.test(file) && !isTest(file))

for (const file of files) {
  const lines = text[file].split('\n').length
  if (lines > linesMost) say(file, `${lines} lines`)
}

// Words stand in words.ts, in both languages (the types see to that); a page has none of its own.
const han = /[\u3400-\u9fff]/
for (const file of source.filter((name) => name.endsWith('.vue')))
  text[file].split('\n').forEach((line, index) => {
    if (han.test(line.replace(/\/\/.*$/, ''))) say(file, `line ${index + 1}: Chinese outside words.ts`)
  })

// A key of words that nobody shows.
for (const file of source.filter((name) => name.endsWith('words.ts'))) {
  const readers = source.filter((name) => name.startsWith(dirname(file)) || file.includes('/shared/'))
  for (const [, name, body] of text[file].matchAll(/const (\w+) = texts\(\{([\s\S]*?)\n\}\)/g))
    for (const [, key] of body.matchAll(/^ {2}['"]?([\w.-]+)['"]?: \[/gm)) {
      const plain = new RegExp(`\\b${name}\\([^)]*['"\`]${key.replace('.', '\\.')}['"\`]`)
      const alike = new RegExp(`['"\`]${key.replace('.', '\\.')}['"\`]`)
      if (!readers.some((reader) => plain.test(text[reader]) || (reader !== file && alike.test(text[reader]))))
        say(file, `nobody shows ${name}('${key}')`)
    }
}

// A file that no page imports.
const all = source.map((file) => text[file]).join('\n') + files.filter((f) => f.endsWith('.html')).map((f) => text[f]).join('\n')
for (const file of source) {
  const stem = relative(root, file).replace(/\.ts$/, '').split('/').pop()
  const entry = /(^|\/)([a-z]+\.config|main|worker)\.ts$|\.d\.ts$/.test(relative(root, file))
  if (!entry && !new RegExp(`/${stem.replace('.', '\\.')}(\\.ts)?(\\?\\w+)?['"]`).test(all)) say(file, 'no page imports it')
}

// Nothing reaches beyond the server's own origin.
for (const file of source)
  for (const [found] of text[file].matchAll(/https?:\/\/[\w.-]+/g))
    if (!/^https?:\/\/(127\.0\.0\.1|www\.w3\.org)/.test(found)) say(file, `names another origin: ${found}`)

if (/"resolved"/.test(readFileSync(join(root, 'package-lock.json'), 'utf8'))) say(root, 'package-lock.json names a registry')
