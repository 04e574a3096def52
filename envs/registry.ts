import * as Registry from "@scaler/dsl/Registry"

/** Every environment of this repository. */
export const registry = Registry.make(import.meta.dir, {
  algebra: {
    "arithmetic-series": () => import("./algebra/arithmetic-series.ts"),
    determinant: () => import("./algebra/determinant.ts"),
    "expression-evaluation": () => import("./algebra/expression-evaluation.ts"),
    "inequality-count": () => import("./algebra/inequality-count.ts"),
    "linear-equation": () => import("./algebra/linear-equation.ts"),
    "linear-system": () => import("./algebra/linear-system.ts"),
    "matrix-power": () => import("./algebra/matrix-power.ts"),
    "modular-square-root": () => import("./algebra/modular-square-root.ts"),
    "polynomial-evaluation": () => import("./algebra/polynomial-evaluation.ts"),
    "polynomial-product": () => import("./algebra/polynomial-product.ts"),
    "polynomial-remainder": () => import("./algebra/polynomial-remainder.ts"),
    "polynomial-roots": () => import("./algebra/polynomial-roots.ts"),
    "recurrence-term": () => import("./algebra/recurrence-term.ts")
  },
  arithmetic: {
    "base-conversion": () => import("./arithmetic/base-conversion.ts"),
    "chinese-remainder": () => import("./arithmetic/chinese-remainder.ts"),
    comparison: () => import("./arithmetic/comparison.ts"),
    "digit-sum": () => import("./arithmetic/digit-sum.ts"),
    "divisor-count": () => import("./arithmetic/divisor-count.ts"),
    "fraction-sum": () => import("./arithmetic/fraction-sum.ts"),
    gcd: () => import("./arithmetic/gcd.ts"),
    "linear-diophantine": () => import("./arithmetic/linear-diophantine.ts"),
    parity: () => import("./arithmetic/parity.ts"),
    "power-modulo": () => import("./arithmetic/power-modulo.ts"),
    "prime-factorization": () => import("./arithmetic/prime-factorization.ts"),
    product: () => import("./arithmetic/product.ts"),
    remainder: () => import("./arithmetic/remainder.ts"),
    "signed-sum": () => import("./arithmetic/signed-sum.ts"),
    sum: () => import("./arithmetic/sum.ts"),
    "two-squares": () => import("./arithmetic/two-squares.ts")
  },
  graph: {
    "topological-order": () => import("./graph/topological-order.ts")
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
