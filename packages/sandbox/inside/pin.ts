/**
 * Makes the clock, chance and the console the same for every run. This keeps honest code reproducible; it is no
 * boundary, and nothing relies on it as one.
 */

/** The moment that every clock shows: 1970-01-01T00:00:00Z. */
const now = 0

/** What `Math.random` returns. */
const chance = 0.5

/** Sets a property for good; one that is there already keeps its enumerability. */
const set = (target: object, key: PropertyKey, value: unknown): void => {
  const enumerable = Object.getOwnPropertyDescriptor(target, key)?.enumerable ?? false
  Object.defineProperty(target, key, { value, writable: false, enumerable, configurable: false })
}

/** A `Date` whose present never moves. The real one is reachable from it by no property. */
const pinDate = (): void => {
  const RealDate = Date
  const PinnedDate = function(this: unknown, ...values: Array<unknown>) {
    if (new.target === undefined) return new RealDate(now).toString()
    return Reflect.construct(RealDate, values.length === 0 ? [now] : values, new.target) as unknown
  }
  set(PinnedDate, "prototype", RealDate.prototype)
  set(PinnedDate, "now", () => now)
  set(PinnedDate, "parse", RealDate.parse)
  set(PinnedDate, "UTC", RealDate.UTC)
  set(RealDate.prototype, "constructor", PinnedDate)
  set(globalThis, "Date", PinnedDate)
}

/** Globals that would tell the time, bring chance, or write to the replies' stream. */
const removed = [
  "Temporal",
  "performance",
  "crypto",
  "fetch",
  "WebSocket",
  "Worker",
  "BroadcastChannel",
  "SharedArrayBuffer",
  "alert",
  "confirm",
  "prompt"
]

export const pin = (): void => {
  pinDate()
  set(Math, "random", () => chance)
  const silent = Object.fromEntries(Object.keys(console).map((method) => [method, () => undefined]))
  set(globalThis, "console", Object.freeze(silent))
  // Effect takes these at load; operations are synchronous, so no timer could ever fire.
  for (const name of ["setTimeout", "setInterval", "setImmediate"]) set(globalThis, name, () => 0)
  for (const name of removed) if (name in globalThis) set(globalThis, name, undefined)
  set(Intl, "DateTimeFormat", undefined)
  set(Bun, "nanoseconds", () => now)
  set(process, "hrtime", Object.assign(() => [now, now], { bigint: () => BigInt(now) }))
  set(process, "uptime", () => now)
  set(Error, "prepareStackTrace", undefined)
  set(Error, "stackTraceLimit", 10)
}
