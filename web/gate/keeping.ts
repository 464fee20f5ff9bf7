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

/** The device has no room for it, or keeps nothing at all. */
export class NotKept extends Error {}

let opened: Promise<IDBDatabase> | undefined
function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('heng-gate', 1)
  request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store))
  return settled(request)
}

type Store = (typeof stores)[number]

async function read(name: Store, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  opened ??= open()
  return settled(ask((await opened).transaction(name).objectStore(name)))
}

/** All of it or nothing, and done only when the device has it. */
async function write(name: Store, act: (store: IDBObjectStore) => void): Promise<void> {
  opened ??= open()
  const transaction = (await opened).transaction(name, 'readwrite')
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(new NotKept())
    try {
      act(transaction.objectStore(name))
    } catch {
      transaction.abort()
    }
  })
}

export const readThing = <T>(name: string) => read('thing', (store) => store.get(name)) as Promise<T | undefined>
export const keepThings = (things: Record<string, unknown>) =>
  write('thing', (store) => Object.entries(things).forEach(([name, thing]) => store.put(thing, name)))

/** By what is kept of it at that moment: another window may have changed it. */
export const changeThing = <T>(name: string, change: (kept: T | undefined) => T) =>
  write('thing', (store) => {
    const read = store.get(name)
    read.addEventListener('success', () => store.put(change(read.result as T | undefined), name))
  })

export const readEntries = () => read('entry', (store) => store.getAll()) as Promise<Entry[]>
export const keepEntry = (entry: Entry) => write('entry', (store) => store.put(entry, entry.body.scan))
export const dropEntry = (scan: string) => write('entry', (store) => store.delete(scan))
