/** Which modules of `effect` an environment may import, and what of them it may not use. */

/** In the shared runtime: data, Effect itself, and what schedules it. */
export const allowed = [
  "Arbitrary",
  "Array",
  "BigDecimal",
  "BigInt",
  "Boolean",
  "Brand",
  "Cause",
  "Chunk",
  "Context",
  "Data",
  "Duration",
  "Effect",
  "Effectable",
  "Either",
  "Equal",
  "Equivalence",
  "Exit",
  "FastCheck",
  "Function",
  "Graph",
  "Hash",
  "HashMap",
  "HashSet",
  "Iterable",
  "JSONSchema",
  "List",
  "Match",
  "MutableHashMap",
  "MutableHashSet",
  "Number",
  "Option",
  "Order",
  "Ordering",
  "ParseResult",
  "Predicate",
  "Record",
  "RedBlackTree",
  "Ref",
  "Schedule",
  "Schema",
  "SchemaAST",
  "SortedMap",
  "SortedSet",
  "String",
  "Struct",
  "Trie",
  "Tuple",
  "Utils"
] as const

/** In the lean core. */
export const lean: ReadonlySet<string> = new Set(["Data", "Effect", "Function", "Schema"])

/** What `effect` itself exports beside its modules, all of it from `effect/Function`. */
export const functions: ReadonlySet<string> = new Set([
  "absurd",
  "flow",
  "hole",
  "identity",
  "pipe",
  "unsafeCoerce"
])

const nondeterministic: ReadonlySet<string> = new Set(["Clock", "Cron", "DateTime", "Random", "TRandom"])

/** Why a module may not be imported; undefined where it may. */
export const refusal = (
  module: string
): readonly ["ForbiddenImport" | "Nondeterminism", string] | undefined => {
  if ((allowed as ReadonlyArray<string>).includes(module)) return undefined
  return nondeterministic.has(module)
    ? ["Nondeterminism", `effect/${module} differs from run to run: draw with Gen, so that a seed replays it`]
    : [
      "ForbiddenImport",
      `effect/${module} is not for environments: they compute, and touch nothing around them`
    ]
}

const clocks = /^(clock|random|sleep|delay|timeout|withClock|withRandom|currentTime|timed|cachedWithTTL)/

/** Why a member of `effect/Effect` may not be used; undefined where it may. */
export const memberRefusal = (
  member: string
): readonly ["RunsEffect" | "Nondeterminism", string] | undefined => {
  if (member.startsWith("run")) {
    return ["RunsEffect", `Effect.${member}: return the Effect, and the sandbox runs it`]
  }
  return clocks.test(member)
    ? ["Nondeterminism", `Effect.${member} depends on a clock or on randomness that no seed replays`]
    : undefined
}

/** Options of Effect's functions that the lean core does not follow. */
export const schedulingOptions: ReadonlySet<string> = new Set([
  "batching",
  "concurrency",
  "concurrentFinalizers",
  "discard",
  "mode"
])
