// What libraries take for granted and Chrome 87, Safari 14.1 or Firefox 79 lack.
function at(this: ArrayLike<unknown>, index: number) {
  const place = Math.trunc(index) || 0
  return this[place < 0 ? this.length + place : place]
}
for (const prototype of [Array.prototype, String.prototype, Object.getPrototypeOf(Uint8Array.prototype)] as object[])
  if (!('at' in prototype)) Object.defineProperty(prototype, 'at', { value: at, writable: true, configurable: true })

if (!('hasOwn' in Object))
  Object.defineProperty(Object, 'hasOwn', {
    value: (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key),
    writable: true,
    configurable: true,
  })

export {}
