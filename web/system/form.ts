// What the fields of an account say, as the server takes it: what is left empty is not sent.
import type { AccountForm } from './AccountFields.vue'

export function bodyOf({ name, phone, unit, enterprise, site }: AccountForm) {
  const optional = { phone, unit, enterprise, site: enterprise ? site : '' }
  const filled = Object.entries(optional).map(([key, text]) => [key, text.trim()]).filter(([, text]) => text)
  return { name: name.trim(), ...(Object.fromEntries(filled) as Partial<typeof optional>) }
}
