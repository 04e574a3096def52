/**
 * The sandboxed process: confines itself, loads one artifact from its standard input, and answers calls until the
 * stream ends. Nothing it says is trusted.
 */
import { confine } from "./confine.ts"
import * as Frames from "./frames.ts"
import { pin } from "./pin.ts"

const { stringify, parse } = JSON
const { isFinite } = Number
const isArray = Array.isArray
const values = Object.values
const outOfMemory = "Out of memory"

/** Frames that carry a whole batch's end instead of its results. */
const limit = (id: number) => `{"id":${id},"limit":"Memory"}`

const isOutOfMemory = (thrown: unknown) => thrown instanceof RangeError && thrown.message === outOfMemory

const describe = (thrown: unknown): string => {
  try {
    const [name, message, stack] = thrown instanceof Error
      ? [thrown.name, thrown.message, thrown.stack ?? ""]
      : ["", String(thrown), ""]
    return stringify({ threw: [String(name), String(message).slice(0, 2000), String(stack).slice(0, 4000)] })
  } catch (failure) {
    if (isOutOfMemory(failure)) throw failure
    return `{"threw":["","a value that cannot be shown",""]}`
  }
}

const holdsNonFinite = (value: unknown): boolean =>
  typeof value === "number"
    ? !isFinite(value)
    : value !== null && typeof value === "object" &&
      (isArray(value) ? value : values(value)).some(holdsNonFinite)

/** A result that is no JSON: the host tells it from what the operation itself threw by the name. */
class NotJson extends Error {
  override readonly name = "NotJson"
}

const toJson = (value: unknown): string => {
  try {
    return stringify(value) as string | undefined ?? "undefined"
  } catch (thrown) {
    if (isOutOfMemory(thrown)) throw thrown
    throw new NotJson(thrown instanceof Error ? thrown.message : "the result cannot be written as JSON")
  }
}

/** A result as JSON. NaN and the infinities, which JSON would turn into null, are refused; -0 becomes 0. */
const encode = (value: unknown): string => {
  const text = toJson(value)
  if (text === "undefined") throw new NotJson("the result is nothing that JSON can hold")
  if (text.includes("null") && holdsNonFinite(value)) throw new NotJson("the result holds NaN or an infinity")
  return `{"ok":${text}}`
}

const answer = (operation: (request: unknown) => unknown, request: unknown): string => {
  try {
    return encode(operation(request))
  } catch (thrown) {
    if (isOutOfMemory(thrown)) throw thrown
    return describe(thrown)
  }
}

type Runnable = Record<string, (request: unknown) => unknown>

/** Loads a module from text: a process that is confined opens no file. */
const load = async (contents: string) => {
  const name = "environment"
  Bun.plugin({ name, setup: (build) => void build.module(name, () => ({ contents, loader: "js" })) })
  return ((await import(name)) as { readonly default?: Runnable | null }).default
}

const boot = Frames.read()
if (boot === undefined) process.exit(0)
try {
  confine()
  pin()
  const runnable = await load((parse(boot) as { readonly artifact: string }).artifact)
  if (runnable === null || typeof runnable !== "object") {
    throw new TypeError("The artifact exports no environment")
  }
  Frames.write(`{"id":0,"results":[]}`)
  for (let text = Frames.read(); text !== undefined; text = Frames.read()) {
    const call = parse(text) as { id: number; operation: string; requests: ReadonlyArray<unknown> }
    try {
      const operation = (request: unknown) => runnable[call.operation]!(request)
      let results = ""
      for (let index = 0; index < call.requests.length; index++) {
        results += (index === 0 ? "" : ",") + answer(operation, call.requests[index])
      }
      Frames.write(`{"id":${call.id},"results":[${results}]}`)
    } catch (thrown) {
      if (!isOutOfMemory(thrown)) throw thrown
      Frames.write(limit(call.id))
    }
  }
} catch (thrown) {
  Frames.write(isOutOfMemory(thrown) ? limit(0) : `{"id":0,"results":[${describe(thrown)}]}`)
}
process.exit(0)
