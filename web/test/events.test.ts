// Every event that the log can hold can be searched for, and has a name that people read.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventGroups } from '../audit/types'

const read = (path: string) => readFileSync(join(__dirname, path), 'utf8')
const known = [...read('../../src/audit/rule.def').matchAll(/^RULE\((\w+),/gm)].map(([, type]) => type).sort()

test('each event type is offered, and none that is not', () => {
  expect(eventGroups.flatMap(({ types }): readonly string[] => types).sort()).toEqual(known)
})

test('each event type is named', () => {
  const table = (path: string, name: string) => {
    const text = read(path)
    const start = text.indexOf(`const ${name} = names({`)
    return [...text.slice(start, text.indexOf('\n})', start)).matchAll(/^ {2}(\w+): \['/gm)].map(([, type]) => type)
  }
  const named = new Set([...table('../shared/words.ts', 'visitEventName'), ...table('../shared/desk/words.ts', 'otherEventName')])
  expect(known.filter((type) => !named.has(type))).toEqual([])
})
