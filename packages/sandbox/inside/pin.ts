/**
 * Makes the language's clock and chance the same for every run. This keeps honest code reproducible; it is no boundary,
 * and nothing relies on it as one.
 */

/** The moment that every clock shows: 1970-01-01T00:00:00Z. */
export const now = 0

/** What `Math.random` returns. */
const chance = 0.5

/** Sets a property for good; one that is there already keeps its enumerability. */
export const set = (target: object, key: PropertyKey, value: unknown): void => {
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

/** Globals that would tell the time, bring chance, or reach beyond the process. */
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
  // Effect takes these at load; operations are synchronous, so no timer could ever fire.
  for (const timer of ["Timeout", "Interval", "Immediate"]) {
    set(globalThis, `set${timer}`, () => 0)
    set(globalThis, `clear${timer}`, () => undefined)
  }
  for (const name of removed) if (name in globalThis) set(globalThis, name, undefined)
  set(Error, "prepareStackTrace", undefined)
  set(Error, "stackTraceLimit", 10)
}
