import * as Registry from "@scaler/dsl/Registry"

/** Every environment of this repository. */
export const registry = Registry.make(import.meta.dir, {
  arithmetic: {
    comparison: () => import("./arithmetic/comparison.ts"),
    gcd: () => import("./arithmetic/gcd.ts"),
    parity: () => import("./arithmetic/parity.ts"),
    sum: () => import("./arithmetic/sum.ts")
  },
  graph: {
    "topological-order": () => import("./graph/topological-order.ts")
  },
  probability: {
    "dice-sum": () => import("./probability/dice-sum.ts"),
    "urn-draws": () => import("./probability/urn-draws.ts")
  },
  sequence: {
    "longest-increasing-subsequence": () => import("./sequence/longest-increasing-subsequence.ts"),
    maximum: () => import("./sequence/maximum.ts"),
    sorting: () => import("./sequence/sorting.ts"),
    spiral: () => import("./sequence/spiral.ts")
  },
  text: {
    "balanced-brackets": () => import("./text/balanced-brackets.ts"),
    "letter-count": () => import("./text/letter-count.ts"),
    reversal: () => import("./text/reversal.ts")
  }
})

/** The name of an environment of this repository. */
export type EnvironmentName = Registry.NamesIn<typeof registry>
