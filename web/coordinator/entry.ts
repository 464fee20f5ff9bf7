// An entry of the directory as a form sees it: what can be written into each of its fields.

export interface EntryField {
  key: string
  title: string
  most?: number
  optional?: boolean
  /** Given once, when it is added. */
  fixed?: boolean
  help?: string
  /** One of a few, shown by `name`. */
  options?: readonly string[]
  name?: (id: string) => string
}

export interface EntryValues {
  active: boolean
  text: Record<string, string>
}

/** As the server takes them: trimmed, without those that are empty. `Body` is what its route names. */
export function bodyOf<Body extends object>(values: EntryValues, keys: readonly string[]): Body {
  const filled = keys.map((key) => [key, values.text[key]?.trim()]).filter(([, text]) => text)
  return Object.fromEntries(filled) as Body
}

export const changeOf = <Body extends object>(values: EntryValues, keys: readonly string[]): Body => ({
  ...bodyOf<Body>(values, keys),
  active: values.active,
})
