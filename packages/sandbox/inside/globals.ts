/** Globals that environments may use and that are not of the language itself, for an engine that has nothing else. */

/** UTF-8 bytes as characters, one each, and back: what the language's URI functions do, with its own `escape`s. */
const toBytes = (text: string) =>
  Uint8Array.from(unescape(encodeURIComponent(text.toWellFormed())), (byte) => byte.charCodeAt(0))

class Encoder {
  readonly encoding = "utf-8"
  encode(text = "") {
    return toBytes(text)
  }
}

/** Of UTF-8 alone; bytes that are none are an error. */
class Decoder {
  readonly encoding = "utf-8"
  decode(bytes: Uint8Array = new Uint8Array()) {
    let binary = ""
    for (const byte of bytes) binary += String.fromCharCode(byte)
    return decodeURIComponent(escape(binary))
  }
}

/** Copies of plain values: primitives, objects, arrays, maps, sets and typed arrays, whatever refers to what. */
const clone = (value: unknown, copies = new Map<unknown, unknown>()): unknown => {
  if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(`${String(value)} could not be cloned`)
  }
  if (value === null || typeof value !== "object") return value
  if (copies.has(value)) return copies.get(value)
  const keep = <A>(copy: A): A => {
    copies.set(value, copy)
    return copy
  }
  if (value instanceof Map) {
    const copy = keep(new Map<unknown, unknown>())
    for (const [key, item] of value) copy.set(clone(key, copies), clone(item, copies))
    return copy
  }
  if (value instanceof Set) {
    const copy = keep(new Set<unknown>())
    for (const item of value) copy.add(clone(item, copies))
    return copy
  }
  if (ArrayBuffer.isView(value)) return keep((value as Uint8Array).slice())
  if (!/^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(value))) {
    throw new TypeError(`${String(value)} could not be cloned`)
  }
  const copy = keep<object>(Array.isArray(value) ? Object.assign([], { length: value.length }) : {})
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: clone(item, copies),
      writable: true,
      enumerable: true,
      configurable: true
    })
  }
  return copy
}

/** Effect's Schema asks at load what it is; nothing that is allowed can make one. */
class Url {}

const silent = () => undefined

const globals = {
  TextEncoder: Encoder,
  TextDecoder: Decoder,
  URL: Url,
  structuredClone: (value: unknown) => clone(value),
  console: Object.freeze(
    Object.fromEntries(
      ["assert", "clear", "count", "countReset", "debug", "dir", "dirxml", "error", "group", "groupCollapsed"]
        .concat(["groupEnd", "info", "log", "table", "time", "timeEnd", "timeLog", "trace", "warn"])
        .map((method) => [method, silent])
    )
  )
}

export const addGlobals = (): void => {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  }
}
