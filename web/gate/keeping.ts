// What the gate keeps on the device (IndexedDB), so that it can work without a network: named things,
// and the entries of its book, each under its scan's id.
import type { Entry } from './book'

const stores = ['thing', 'entry'] as const

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

let opened: Promise<IDBDatabase> | undefined
function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('heng-gate', 1)
  request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store))
  return settled(request)
}

async function inStore<T>(name: (typeof stores)[number], mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>) {
  opened ??= open()
  const transaction = (await opened).transaction(name, mode)
  const result = await settled(act(transaction.objectStore(name)))
  if (mode === 'readonly') return result
  // done only when the device has it
  return new Promise<T>((resolve, reject) => {
    transaction.oncomplete = () => resolve(result)
    transaction.onabort = transaction.onerror = () => reject(transaction.error)
  })
}

export const readThing = <T>(name: string) => inStore('thing', 'readonly', (store) => store.get(name)) as Promise<T | undefined>
export const keepThing = (name: string, thing: unknown) => inStore('thing', 'readwrite', (store) => store.put(thing, name))

/** By what is kept of it at that moment: another window may have changed it. */
export const changeThing = <T>(name: string, change: (kept: T | undefined) => T) =>
  inStore('thing', 'readwrite', (store) => {
    const read = store.get(name)
    read.addEventListener('success', () => store.put(change(read.result as T | undefined), name))
    return read
  })

export const readEntries = () => inStore('entry', 'readonly', (store) => store.getAll()) as Promise<Entry[]>
export const keepEntry = (entry: Entry) => inStore('entry', 'readwrite', (store) => store.put(entry, entry.body.scan))
export const dropEntry = (scan: string) => inStore('entry', 'readwrite', (store) => store.delete(scan))
