import { now, set } from "./pin.ts"

/** Does to Bun's own objects what `pin` does to the language's, and silences the console, which writes among replies. */
export const pinBun = (): void => {
  const silent = Object.fromEntries(Object.keys(console).map((method) => [method, () => undefined]))
  set(globalThis, "console", Object.freeze(silent))
  set(Intl, "DateTimeFormat", undefined)
  set(Bun, "nanoseconds", () => now)
  set(process, "hrtime", Object.assign(() => [now, now], { bigint: () => BigInt(now) }))
  set(process, "uptime", () => now)
}
