// Every event that the log can hold can be searched for, and has a name that people read.
import { expect, test } from 'vitest'
import { readText } from './city'

const listed = (path: string, row: RegExp) => [...readText(path).matchAll(row)].map(([, type]) => type).sort()

test('each event type is named, and none that is not', () => {
  expect(listed('web/shared/events.ts', /^ {4}(\w+): \['/gm)).toEqual(listed('src/audit/rule.def', /^RULE\((\w+),/gm))
})
