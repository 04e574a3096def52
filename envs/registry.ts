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
  sequence: {
    "coin-ways": () => import("./sequence/coin-ways.ts"),
    "edit-distance": () => import("./sequence/edit-distance.ts"),
    "inversion-count": () => import("./sequence/inversion-count.ts"),
    "longest-common-subsequence": () => import("./sequence/longest-common-subsequence.ts"),
    "longest-increasing-subsequence": () => import("./sequence/longest-increasing-subsequence.ts"),
    "longest-run": () => import("./sequence/longest-run.ts"),
    maximum: () => import("./sequence/maximum.ts"),
    "maximum-subarray": () => import("./sequence/maximum-subarray.ts"),
    "most-frequent": () => import("./sequence/most-frequent.ts"),
    "next-term": () => import("./sequence/next-term.ts"),
    "range-sums": () => import("./sequence/range-sums.ts"),
    sorting: () => import("./sequence/sorting.ts"),
    spiral: () => import("./sequence/spiral.ts")
  },
  text: {
    "added-letter": () => import("./text/added-letter.ts"),
    "balanced-brackets": () => import("./text/balanced-brackets.ts"),
    "caesar-cipher": () => import("./text/caesar-cipher.ts"),
    "letter-count": () => import("./text/letter-count.ts"),
    "nth-letters": () => import("./text/nth-letters.ts"),
    "pattern-occurrences": () => import("./text/pattern-occurrences.ts"),
    reversal: () => import("./text/reversal.ts"),
    "roman-numerals": () => import("./text/roman-numerals.ts"),
    "run-length-encoding": () => import("./text/run-length-encoding.ts")
  }
})

/** The name of an environment of this repository. */
export type EnvironmentName = Registry.NamesIn<typeof registry>
