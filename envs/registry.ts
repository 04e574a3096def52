import * as Registry from "@scaler/dsl/Registry"

/** Every environment of this repository. */
export const registry = Registry.make(import.meta.dir, {
  arithmetic: {
    comparison: () => import("./arithmetic/comparison.ts"),
    gcd: () => import("./arithmetic/gcd.ts"),
    parity: () => import("./arithmetic/parity.ts"),
    sum: () => import("./arithmetic/sum.ts")
  },
  game: {
    "countdown-number": () => import("./game/countdown-number.ts"),
    "hanoi-state": () => import("./game/hanoi-state.ts"),
    "knight-moves": () => import("./game/knight-moves.ts"),
    "lights-out": () => import("./game/lights-out.ts"),
    "maze-length": () => import("./game/maze-length.ts"),
    "maze-route": () => import("./game/maze-route.ts"),
    "nim-move": () => import("./game/nim-move.ts"),
    "sliding-puzzle": () => import("./game/sliding-puzzle.ts"),
    "subtraction-game": () => import("./game/subtraction-game.ts"),
    "water-jugs": () => import("./game/water-jugs.ts"),
    "word-ladder": () => import("./game/word-ladder.ts")
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
    "balanced-brackets": () => import("./text/balanced-brackets.ts"),
    "letter-count": () => import("./text/letter-count.ts"),
    reversal: () => import("./text/reversal.ts")
  }
})

/** The name of an environment of this repository. */
export type EnvironmentName = Registry.NamesIn<typeof registry>
