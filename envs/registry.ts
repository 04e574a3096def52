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
    bridges: () => import("./graph/bridges.ts"),
    "connected-components": () => import("./graph/connected-components.ts"),
    "eulerian-trail": () => import("./graph/eulerian-trail.ts"),
    "job-assignment": () => import("./graph/job-assignment.ts"),
    "lowest-common-ancestor": () => import("./graph/lowest-common-ancestor.ts"),
    "maximum-flow": () => import("./graph/maximum-flow.ts"),
    "minimum-spanning-tree": () => import("./graph/minimum-spanning-tree.ts"),
    reachability: () => import("./graph/reachability.ts"),
    "shortest-path-length": () => import("./graph/shortest-path-length.ts"),
    "shortest-route": () => import("./graph/shortest-route.ts"),
    "strongly-connected-components": () => import("./graph/strongly-connected-components.ts"),
    "topological-order": () => import("./graph/topological-order.ts"),
    "tree-diameter": () => import("./graph/tree-diameter.ts"),
    "tree-traversal": () => import("./graph/tree-traversal.ts"),
    "vertex-degree": () => import("./graph/vertex-degree.ts")
  },
  sequence: {
    "coin-ways": () => import("./sequence/coin-ways.ts"),
    "edit-distance": () => import("./sequence/edit-distance.ts"),
    "grid-paths": () => import("./sequence/grid-paths.ts"),
    "inversion-count": () => import("./sequence/inversion-count.ts"),
    "longest-common-subsequence": () => import("./sequence/longest-common-subsequence.ts"),
    "longest-increasing-subsequence": () => import("./sequence/longest-increasing-subsequence.ts"),
    "longest-run": () => import("./sequence/longest-run.ts"),
    "matrix-chain": () => import("./sequence/matrix-chain.ts"),
    maximum: () => import("./sequence/maximum.ts"),
    "maximum-subarray": () => import("./sequence/maximum-subarray.ts"),
    "most-frequent": () => import("./sequence/most-frequent.ts"),
    "next-term": () => import("./sequence/next-term.ts"),
    "range-sums": () => import("./sequence/range-sums.ts"),
    sorting: () => import("./sequence/sorting.ts"),
    spiral: () => import("./sequence/spiral.ts"),
    "stock-profit": () => import("./sequence/stock-profit.ts"),
    "subset-sum": () => import("./sequence/subset-sum.ts")
  },
  text: {
    "balanced-brackets": () => import("./text/balanced-brackets.ts"),
    "letter-count": () => import("./text/letter-count.ts"),
    reversal: () => import("./text/reversal.ts")
  }
})

/** The name of an environment of this repository. */
export type EnvironmentName = Registry.NamesIn<typeof registry>
