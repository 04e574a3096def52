import * as Registry from "@scaler/dsl/Registry"

/** Every environment of this repository. */
export const registry = Registry.make(import.meta.dir, {
  arithmetic: {
    comparison: () => import("./arithmetic/comparison.ts"),
    gcd: () => import("./arithmetic/gcd.ts"),
    parity: () => import("./arithmetic/parity.ts"),
    sum: () => import("./arithmetic/sum.ts")
  },
  data: {
    "filter-count": () => import("./data/filter-count.ts"),
    "group-sum": () => import("./data/group-sum.ts"),
    median: () => import("./data/median.ts"),
    "missing-value": () => import("./data/missing-value.ts"),
    mode: () => import("./data/mode.ts"),
    "nested-lookup": () => import("./data/nested-lookup.ts"),
    "running-balance": () => import("./data/running-balance.ts"),
    "schema-violations": () => import("./data/schema-violations.ts"),
    "set-operations": () => import("./data/set-operations.ts"),
    "table-join": () => import("./data/table-join.ts"),
    "table-lookup": () => import("./data/table-lookup.ts"),
    "top-k": () => import("./data/top-k.ts"),
    "two-key-sort": () => import("./data/two-key-sort.ts")
  },
  graph: {
    "topological-order": () => import("./graph/topological-order.ts")
  },
  optimization: {
    "assignment-cost": () => import("./optimization/assignment-cost.ts"),
    "bin-packing": () => import("./optimization/bin-packing.ts"),
    "critical-path": () => import("./optimization/critical-path.ts"),
    "deadline-scheduling": () => import("./optimization/deadline-scheduling.ts"),
    "fewest-coins": () => import("./optimization/fewest-coins.ts"),
    "flow-shop": () => import("./optimization/flow-shop.ts"),
    "interval-choice": () => import("./optimization/interval-choice.ts"),
    "interval-scheduling": () => import("./optimization/interval-scheduling.ts"),
    "knapsack-value": () => import("./optimization/knapsack-value.ts"),
    makespan: () => import("./optimization/makespan.ts"),
    "meeting-rooms": () => import("./optimization/meeting-rooms.ts"),
    "set-cover": () => import("./optimization/set-cover.ts"),
    "travelling-tour": () => import("./optimization/travelling-tour.ts"),
    "weighted-intervals": () => import("./optimization/weighted-intervals.ts")
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
