/** An artifact that runs on Bun itself. */
import { type Answer, answering } from "./answer.ts"
import { now, pin, set } from "./pin.ts"

/** Does to Bun's own objects what `pin` does to the language's, and silences the console, which writes among replies. */
const pinBun = (): void => {
  const silent = Object.fromEntries(Object.keys(console).map((method) => [method, () => undefined]))
  set(globalThis, "console", Object.freeze(silent))
  set(Intl, "DateTimeFormat", undefined)
  set(Bun, "nanoseconds", () => now)
  set(process, "hrtime", Object.assign(() => [now, now], { bigint: () => BigInt(now) }))
  set(process, "uptime", () => now)
}

/** Loads it from its text: a process that is confined opens no file. */
export const load = async (contents: string): Promise<Answer> => {
  pin()
  pinBun()
  const name = "environment"
  Bun.plugin({ name, setup: (build) => void build.module(name, () => ({ contents, loader: "js" })) })
  return answering(((await import(name)) as { readonly default?: unknown }).default)
}
