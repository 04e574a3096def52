/**
 * Whether a value is an instance, by the JSON Schema that the environment declares.
 *
 * That schema comes out of the sandbox, so it is as little trusted as the value: it is interpreted under a budget of
 * steps and never becomes code, and what could take unbounded time (`pattern`) is not run here at all.
 */
import { Either } from "effect"

/** Why the value is refused; undefined where it is an instance. */
export type Validate = (value: unknown) => string | undefined

interface Budget {
  steps: number
  depth: number
}

/** A node of a compiled schema: the path to what is wrong, then why. */
type Check = (value: unknown, budget: Budget) => string | undefined

/** Parts of a value looked at, over all alternatives, before it is refused as too large. */
const maxSteps = 4_000_000

/** References followed into each other. */
const maxDepth = 400

/** Nodes of a schema, and their nesting. */
const maxNodes = 10_000
const maxNesting = 64

const annotations = new Set(
  ["$schema", "$id", "$comment", "$defs", "title", "description", "examples", "default", "format", "pattern"]
)

class Unsupported extends Error {}

type Json = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Json =>
  value !== null && typeof value === "object" && !Array.isArray(value)

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number" && Number.isFinite(value),
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null
}

const article = (type: string) => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)

/** Compiles a JSON Schema (draft 7, as Effect writes it); Left says what in it cannot be checked. */
export const compile = (schema: Json): Either.Either<Validate, string> =>
  Either.try({
    try: () => {
      const check = compiler(schema)(schema, 0)
      return (value) => {
        try {
          return check(value, { steps: maxSteps, depth: 0 })
        } catch (thrown) {
          if (thrown instanceof TooLarge) return ": it is too large to be checked"
          throw thrown
        }
      }
    },
    catch: (thrown) => {
      if (thrown instanceof Unsupported) return thrown.message
      throw thrown
    }
  })

class TooLarge extends Error {}

const compiler = (root: Json) => {
  const definitions = isRecord(root["$defs"]) ? root["$defs"] : {}
  const references = new Map<string, { check: Check | undefined }>()
  let nodes = 0

  const reference = (target: unknown, nesting: number): Check => {
    const name = typeof target === "string" && target.startsWith("#/$defs/")
      ? decodeURIComponent(target.slice(8)).replaceAll("~1", "/").replaceAll("~0", "~")
      : undefined
    if (name === undefined || !Object.hasOwn(definitions, name)) {
      throw new Unsupported(`a reference to ${JSON.stringify(target)}`)
    }
    let found = references.get(name)
    if (found === undefined) {
      found = { check: undefined }
      references.set(name, found)
      found.check = node(definitions[name], nesting + 1)
    }
    const { check } = found
    if (check !== undefined) return check
    const recursive = found
    return (value, budget) => {
      if (++budget.depth > maxDepth) throw new TooLarge()
      const problem = recursive.check!(value, budget)
      budget.depth--
      return problem
    }
  }

  const node = (schema: unknown, nesting: number): Check => {
    if (++nodes > maxNodes || nesting > maxNesting) {
      throw new Unsupported("more parts than an instance can have")
    }
    if (typeof schema === "boolean") return schema ? () => undefined : () => ": nothing is allowed here"
    if (!isRecord(schema)) throw new Unsupported("a part that is no schema")
    const checks: Array<Check> = []
    const child = (part: unknown) => node(part, nesting + 1)
    for (const [keyword, value] of Object.entries(schema)) {
      const make = Object.hasOwn(keywords, keyword) ? keywords[keyword] : undefined
      if (keyword === "$ref") checks.push(reference(value, nesting))
      else if (make !== undefined) checks.push(make(value, schema, child))
      else if (!annotations.has(keyword)) throw new Unsupported(`the keyword ${JSON.stringify(keyword)}`)
    }
    return sequence(checks)
  }
  return node
}

const spend = (budget: Budget, steps: number): void => {
  budget.steps -= steps
  if (budget.steps < 0) throw new TooLarge()
}

const sequence = (checks: ReadonlyArray<Check>): Check => {
  const [first, second, ...others] = checks
  if (first === undefined) return () => undefined
  if (second === undefined) return first
  if (others.length === 0) return (value, budget) => first(value, budget) ?? second(value, budget)
  return (value, budget) => {
    for (let index = 0; index < checks.length; index++) {
      const problem = checks[index]!(value, budget)
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

type Keyword = (operand: unknown, schema: Json, child: (part: unknown) => Check) => Check

const parts = (operand: unknown): ReadonlyArray<unknown> => {
  if (!Array.isArray(operand)) throw new Unsupported("a list that is none")
  return operand
}

const bound = (operand: unknown): number => {
  if (typeof operand !== "number") throw new Unsupported("a bound that is no number")
  return operand
}

const numeric =
  (holds: (value: number, limit: number) => boolean, relation: string): Keyword => (operand) => {
    const limit = bound(operand)
    return (value) => typeof value !== "number" || holds(value, limit) ? undefined : `: ${relation} ${limit}`
  }

const sized =
  (type: "string" | "array", holds: (size: number, limit: number) => boolean): Keyword => (operand) => {
    const limit = bound(operand)
    return (value) => {
      const size = type === "string"
        ? typeof value === "string" ? value.length : undefined
        : Array.isArray(value)
        ? value.length
        : undefined
      return size === undefined || holds(size, limit) ? undefined : `: its length may not be ${size}`
    }
  }

const atLeast = (value: number, limit: number) => value >= limit
const atMost = (value: number, limit: number) => value <= limit

const alternatives: Keyword = (operand, _, child) => {
  const checks = parts(operand).map(child)
  return (value, budget) => {
    let problem: string | undefined = ": no alternative is left"
    spend(budget, checks.length)
    for (const check of checks) {
      const depth = budget.depth
      problem = check(value, budget)
      if (problem === undefined) return undefined
      budget.depth = depth
    }
    return checks.length === 1 ? problem : ": it is none of the alternatives"
  }
}

const literals = (values: ReadonlyArray<unknown>): Check => {
  if (values.some((value) => value !== null && typeof value === "object")) {
    throw new Unsupported("a constant that is an object or a list")
  }
  const set = new Set(values)
  return (value) =>
    set.has(value) ? undefined : `: it must be ${values.map((one) => JSON.stringify(one)).join(" or ")}`
}

const objectKeywords = ["properties", "additionalProperties"] as const

const objects: Keyword = (_, schema, child) => {
  const { additionalProperties, properties = {} } = schema as {
    properties?: unknown
    additionalProperties?: unknown
  }
  if (!isRecord(properties)) throw new Unsupported("properties that are no object")
  const known = new Map(Object.entries(properties).map(([key, part]) => [key, child(part)]))
  const others = additionalProperties === undefined || additionalProperties === false
    ? undefined
    : child(additionalProperties)
  return (value, budget) => {
    if (!isRecord(value)) return undefined
    const keys = Object.keys(value)
    spend(budget, 1 + keys.length)
    for (const key of keys) {
      const check = known.get(key) ?? others
      if (check === undefined) return `.${key}: there is no such field`
      const problem = check(value[key], budget)
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }
}

const lists: Keyword = (_, schema, child) => {
  const { additionalItems, items } = schema
  const tuple = Array.isArray(items) ? items.map(child) : []
  const rest = Array.isArray(items)
    ? additionalItems === undefined || additionalItems === false ? undefined : child(additionalItems)
    : items === undefined
    ? undefined
    : child(items)
  return (value, budget) => {
    if (!Array.isArray(value)) return undefined
    spend(budget, 1 + value.length)
    for (let index = 0; index < value.length; index++) {
      const check = tuple[index] ?? rest
      if (check === undefined) return `[${index}]: the list is too long`
      const problem = check(value[index], budget)
      if (problem !== undefined) return `[${index}]${problem}`
    }
    return undefined
  }
}

const skip: Keyword = () => () => undefined

const keywords: Readonly<Record<string, Keyword>> = {
  type: (operand) => {
    const names = typeof operand === "string" ? [operand] : parts(operand)
    const tests = names.map((name) => {
      const test = typeof name === "string" && Object.hasOwn(types, name) ? types[name] : undefined
      if (test === undefined) throw new Unsupported(`the type ${JSON.stringify(name)}`)
      return test
    })
    const expected = `: it must be ${names.map((name) => article(String(name))).join(" or ")}`
    const [only] = tests
    return tests.length === 1 && only !== undefined
      ? (value) => only(value) ? undefined : expected
      : (value) => tests.some((test) => test(value)) ? undefined : expected
  },
  properties: objects,
  additionalProperties: (operand, schema, child) =>
    Object.hasOwn(schema, objectKeywords[0]) ? () => undefined : objects(operand, schema, child),
  required: (operand) => {
    const names = parts(operand).map(String)
    return (value) => {
      if (!isRecord(value)) return undefined
      for (const name of names) if (!Object.hasOwn(value, name)) return `.${name}: it is missing`
      return undefined
    }
  },
  items: lists,
  additionalItems: skip,
  minItems: sized("array", atLeast),
  maxItems: sized("array", atMost),
  minLength: sized("string", atLeast),
  maxLength: sized("string", atMost),
  minimum: numeric(atLeast, "it must be at least"),
  maximum: numeric(atMost, "it must be at most"),
  exclusiveMinimum: numeric((value, limit) => value > limit, "it must be more than"),
  exclusiveMaximum: numeric((value, limit) => value < limit, "it must be less than"),
  multipleOf: numeric((value, unit) => Number.isInteger(value / unit), "it must be a multiple of"),
  enum: (operand) => literals(parts(operand)),
  const: (operand) => literals([operand]),
  anyOf: alternatives,
  oneOf: alternatives,
  allOf: (operand, _, child) => sequence(parts(operand).map(child)),
  not: (operand, _, child) => {
    const check = child(operand)
    return (value, budget) => check(value, budget) === undefined ? ": it is what it must not be" : undefined
  }
}
