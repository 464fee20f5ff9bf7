// Names of the people whose ids stand in events; those of gates and of people forgotten stay ids.
import { shallowReactive } from 'vue'
import { api, ask, Refusal } from '@/shared/api'

const names = shallowReactive(new Map<string, string>())
const asked = new Set<string>()
let queue = Promise.resolve()

async function read(person: string) {
  try {
    const { name, login } = await ask(api.GET('/api/people/{person}', { params: { path: { person } } }))
    if (name) names.set(person, `${name} (${login})`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // what is no person's id will not become one; what failed may be asked again
    if (error.problem.status !== 404) asked.delete(person)
  }
}

/** One after another, so that a page of events is no storm of requests. */
export function learnNames(ids: readonly (string | null | undefined)[]) {
  for (const id of ids) {
    if (!id || asked.has(id) || id.length > 12) continue
    asked.add(id)
    queue = queue.then(() => read(id))
  }
}

export const personName = (id: string | null | undefined) => (id ? (names.get(id) ?? id) : '')
