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
  logic: {
    "binary-puzzle": () => import("./logic/binary-puzzle.ts"),
    "boolean-expression": () => import("./logic/boolean-expression.ts"),
    cryptarithm: () => import("./logic/cryptarithm.ts"),
    "exact-cover": () => import("./logic/exact-cover.ts"),
    "horn-clauses": () => import("./logic/horn-clauses.ts"),
    "implication-chain": () => import("./logic/implication-chain.ts"),
    "knights-and-knaves": () => import("./logic/knights-and-knaves.ts"),
    minesweeper: () => import("./logic/minesweeper.ts"),
    "n-queens": () => import("./logic/n-queens.ts"),
    "order-deduction": () => import("./logic/order-deduction.ts"),
    "sat-assignment": () => import("./logic/sat-assignment.ts"),
    "satisfying-count": () => import("./logic/satisfying-count.ts"),
    sudoku: () => import("./logic/sudoku.ts"),
    "zebra-puzzle": () => import("./logic/zebra-puzzle.ts")
  },
  sequence: {
    "longest-increasing-subsequence": () => import("./sequence/longest-increasing-subsequence.ts"),
    maximum: () => import("./sequence/maximum.ts"),
    sorting: () => import("./sequence/sorting.ts"),
    spiral: () => import("./sequence/spiral.ts")
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
