import * as Registry from "@scaler/dsl/Registry"

/** Every environment of this repository. */
export const registry = Registry.make(import.meta.dir, {
  arithmetic: {
    comparison: () => import("./arithmetic/comparison.ts"),
    gcd: () => import("./arithmetic/gcd.ts"),
    parity: () => import("./arithmetic/parity.ts"),
    sum: () => import("./arithmetic/sum.ts")
  },
  geometry: {
    "closest-pair": () => import("./geometry/closest-pair.ts"),
    "collinear-triple": () => import("./geometry/collinear-triple.ts"),
    "convex-hull": () => import("./geometry/convex-hull.ts"),
    "grid-perimeter": () => import("./geometry/grid-perimeter.ts"),
    "grid-rotation": () => import("./geometry/grid-rotation.ts"),
    "lattice-points": () => import("./geometry/lattice-points.ts"),
    "line-intersection": () => import("./geometry/line-intersection.ts"),
    "manhattan-distance": () => import("./geometry/manhattan-distance.ts"),
    "point-in-polygon": () => import("./geometry/point-in-polygon.ts"),
    "polygon-area": () => import("./geometry/polygon-area.ts"),
    "rectangle-overlap": () => import("./geometry/rectangle-overlap.ts"),
    "rectangle-union-area": () => import("./geometry/rectangle-union-area.ts"),
    "segment-crossings": () => import("./geometry/segment-crossings.ts")
  },
  graph: {
    "topological-order": () => import("./graph/topological-order.ts")
  },
  probability: {
    "bayes-urn": () => import("./probability/bayes-urn.ts"),
    "choose-count": () => import("./probability/choose-count.ts"),
    "coin-run": () => import("./probability/coin-run.ts"),
    "dice-sum": () => import("./probability/dice-sum.ts"),
    "expected-steps": () => import("./probability/expected-steps.ts"),
    "forbidden-places": () => import("./probability/forbidden-places.ts"),
    "integer-partitions": () => import("./probability/integer-partitions.ts"),
    "lattice-paths": () => import("./probability/lattice-paths.ts"),
    "multiples-count": () => import("./probability/multiples-count.ts"),
    "multiset-arrangements": () => import("./probability/multiset-arrangements.ts"),
    "permutation-rank": () => import("./probability/permutation-rank.ts"),
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
