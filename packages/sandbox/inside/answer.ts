/**
 * From the text of a request to the text of its reply. It is made of nothing but the language, is loaded before the
 * artifact, and keeps what it takes from the language's own objects.
 */
const { stringify, parse } = JSON
const { isFinite } = Number
const isArray = Array.isArray
const values = Object.values

/** Stands for a whole batch whose results did not fit into memory. */
export const memoryReply = `{"id":0,"limit":"Memory"}`

/** The reply that says that the artifact is loaded. */
export const loadedReply = `{"id":0,"results":[]}`

/** What an engine throws that is out of memory: Bun's own, or QuickJS. */
export const outOfMemory = () => new RangeError("Out of memory")

const isOutOfMemory = (thrown: unknown) =>
  thrown instanceof RangeError
    ? thrown.message === "Out of memory"
    : thrown instanceof Error && thrown.name === "InternalError" && thrown.message === "out of memory"

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

/** The reply to whatever it was that ended in this. */
export const failedReply = (thrown: unknown): string =>
  isOutOfMemory(thrown) ? memoryReply : `{"id":0,"results":[${describe(thrown)}]}`

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

const outcome = (operation: (request: unknown) => unknown, request: unknown): string => {
  try {
    return encode(operation(request))
  } catch (thrown) {
    if (isOutOfMemory(thrown)) throw thrown
    return describe(thrown)
  }
}

/** From a request's text to its reply's. */
export type Answer = (text: string) => string

/** Answers with what an artifact exports. */
export const answering = (exported: unknown): Answer => {
  if (exported === null || typeof exported !== "object") {
    throw new TypeError("The artifact exports no environment")
  }
  const runnable = exported as Record<string, (request: unknown) => unknown>
  return (text) => {
    try {
      const call = parse(text) as { id: number; operation: string; requests: ReadonlyArray<unknown> }
      const operation = (request: unknown) => runnable[call.operation]!(request)
      let results = ""
      for (let index = 0; index < call.requests.length; index++) {
        results += (index === 0 ? "" : ",") + outcome(operation, call.requests[index])
      }
      return `{"id":${call.id},"results":[${results}]}`
    } catch (thrown) {
      return failedReply(thrown)
    }
  }
}
