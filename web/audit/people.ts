// Who an event names: people by name and login, the program and nobody in words; gates and people who
// were forgotten by their ids.
import { t } from './words'

export function personName(id: string | null | undefined, name?: string | null, login?: string | null) {
  if (name) return `${name} (${login})`
  if (id === 'self' || id === 'anyone') return t(id)
  return id ?? ''
}
