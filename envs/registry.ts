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
  data: {
    "filter-count": () => import("./data/filter-count.ts"),
    "group-sum": () => import("./data/group-sum.ts"),
    median: () => import("./data/median.ts"),
    mode: () => import("./data/mode.ts"),
    "nested-lookup": () => import("./data/nested-lookup.ts"),
    "running-balance": () => import("./data/running-balance.ts"),
    "set-operations": () => import("./data/set-operations.ts"),
    "table-join": () => import("./data/table-join.ts"),
    "table-lookup": () => import("./data/table-lookup.ts"),
    "top-k": () => import("./data/top-k.ts"),
    "two-key-sort": () => import("./data/two-key-sort.ts")
  },
  graph: {
    "topological-order": () => import("./graph/topological-order.ts")
  },
  logic: {
    "boolean-expression": () => import("./logic/boolean-expression.ts"),
    "exact-cover": () => import("./logic/exact-cover.ts"),
    "horn-clauses": () => import("./logic/horn-clauses.ts"),
    "implication-chain": () => import("./logic/implication-chain.ts"),
    "knights-and-knaves": () => import("./logic/knights-and-knaves.ts"),
    "n-queens": () => import("./logic/n-queens.ts"),
    "sat-assignment": () => import("./logic/sat-assignment.ts"),
    "satisfying-count": () => import("./logic/satisfying-count.ts")
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
  simulation: {
    "bank-ledger": () => import("./simulation/bank-ledger.ts"),
    "cellular-automaton": () => import("./simulation/cellular-automaton.ts"),
    "clock-time": () => import("./simulation/clock-time.ts"),
    "cup-shuffle": () => import("./simulation/cup-shuffle.ts"),
    "die-rolling": () => import("./simulation/die-rolling.ts"),
    "game-of-life": () => import("./simulation/game-of-life.ts"),
    josephus: () => import("./simulation/josephus.ts"),
    "parking-lot": () => import("./simulation/parking-lot.ts"),
    "queue-service": () => import("./simulation/queue-service.ts"),
    "register-loop": () => import("./simulation/register-loop.ts"),
    "robot-walk": () => import("./simulation/robot-walk.ts"),
    "stack-machine": () => import("./simulation/stack-machine.ts"),
    "variable-trace": () => import("./simulation/variable-trace.ts"),
    weekday: () => import("./simulation/weekday.ts")
  },
  text: {
    "added-letter": () => import("./text/added-letter.ts"),
    "balanced-brackets": () => import("./text/balanced-brackets.ts"),
    "caesar-cipher": () => import("./text/caesar-cipher.ts"),
    "dfa-run": () => import("./text/dfa-run.ts"),
    "grammar-derivation": () => import("./text/grammar-derivation.ts"),
    "letter-count": () => import("./text/letter-count.ts"),
    "longest-palindrome": () => import("./text/longest-palindrome.ts"),
    "nth-letters": () => import("./text/nth-letters.ts"),
    "palindrome-completion": () => import("./text/palindrome-completion.ts"),
    "pattern-occurrences": () => import("./text/pattern-occurrences.ts"),
    "regular-expression": () => import("./text/regular-expression.ts"),
    reversal: () => import("./text/reversal.ts"),
    "roman-numerals": () => import("./text/roman-numerals.ts"),
    "run-length-encoding": () => import("./text/run-length-encoding.ts"),
    "string-rewriting": () => import("./text/string-rewriting.ts"),
    "word-order": () => import("./text/word-order.ts")
  }
})

/** The name of an environment of this repository. */
export type EnvironmentName = Registry.NamesIn<typeof registry>
