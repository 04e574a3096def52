import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

type Json = number | ReadonlyArray<Json> | { readonly [key: string]: Json }

const Json: Schema.Schema<Json> = Schema.Union(
  Schema.Int,
  Schema.Array(Schema.suspend(() => Json)),
  Schema.Record({ key: Schema.String, value: Schema.suspend(() => Json) })
).annotations({ identifier: "Json" })

type Path = ReadonlyArray<string | number>

const isList = (value: Json): value is ReadonlyArray<Json> => Array.isArray(value)

/** The paths to all numbers, and what they are. */
const leaves = (value: Json, path: Path): ReadonlyArray<readonly [Path, number]> =>
  typeof value === "number"
    ? [[path, value]]
    : isList(value)
    ? value.flatMap((item, index) => leaves(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]))

const spelled = (path: Path): string =>
  path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("")

const number = Gen.int(0, 99)

/** A list or an object with the given items. */
const container = (items: ReadonlyArray<Json>) =>
  Gen.gen(function*() {
    if (yield* Gen.boolean()) return items
    const keys = yield* Gen.words(items.length)
    return Object.fromEntries(keys.map((key, at) => [key, items[at]!]))
  })

/** A document in which something lies `depth` steps deep; on the way there, half of the items are lists or objects too. */
const document = (depth: number, width: number): Gen.Gen<Json> =>
  Gen.gen(function*() {
    if (depth === 0) return yield* number
    const items: Array<Json> = [yield* document(depth - 1, width)]
    while (items.length < width) {
      items.push(yield* document(depth > 1 && items.length % 2 === 0 ? 1 : 0, width))
    }
    return yield* container(yield* Gen.shuffle(items))
  })

export default Environment.make({
  name: "nested-lookup",
  tags: ["data", "lookup"],
  skill: "following a path into nested data",
  source: "JSONPath; Goessner 2007",
  scale: {
    depth: Scale.linear({ min: 1, max: 9 }),
    width: Scale.geometric({ min: 3, max: 6 })
  },
  instance: Schema.Struct({
    document: Json,
    path: Schema.Array(Schema.Union(Schema.Int, Schema.String))
  }),
  answer: Answer.integer,
  generate: ({ depth, width }) =>
    Gen.gen(function*() {
      const drawn = yield* document(depth, width)
      const deepest = leaves(drawn, []).filter(([path]) => path.length === depth)
      const [path] = yield* Gen.pick(deepest)
      return { document: drawn, path }
    }),
  statement: ({ document, path }) =>
    `Let d = ${JSON.stringify(document)}. What is d${spelled(path)}? (Lists are indexed from 0.)`,
  solve: ({ document, path }) =>
    path.reduce<Json>((value, step) => (value as Record<string | number, Json>)[step]!, document) as number,
  brute: {
    upTo: {},
    solve: ({ document, path }) =>
      leaves(document, []).find(([other]) => spelled(other) === spelled(path))![1]
  },
  properties: {
    "so deep, and so many items wherever there are some": ({ document, path }, _, { depth, width }) => {
      const isWide = (value: Json): boolean =>
        typeof value === "number" ||
        (Object.keys(value).length === width && Object.values(value).every((item: Json) => isWide(item)))
      return path.length === depth && isWide(document)
    },
    "of the lists and objects on the way, each holds others for half of its items, but the last": (
      { document, path },
      _,
      { width }
    ) => {
      let at: Json = document
      return path.every((step, index) => {
        if (typeof at === "number" || isList(at) !== (typeof step === "number")) return false
        const items: ReadonlyArray<Json> = Object.values(at)
        at = (at as Record<string | number, Json>)[step]!
        return items.filter((item) => typeof item !== "number").length ===
          (index < path.length - 1 ? Math.ceil(width / 2) : 0)
      })
    }
  }
})
