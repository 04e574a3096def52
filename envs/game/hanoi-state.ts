import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"

const names = ["A", "B", "C"] as const

const Peg = Schema.Int.pipe(Schema.between(0, 2))

/** The peg that is neither of two different ones. */
const third = (one: number, other: number): number => 3 - one - other

/** How many moves it takes at least to bring all disks to a peg; pegs from the smallest disk to the largest. */
const distance = (pegs: ReadonlyArray<number>, goal: number): number => {
  let [moves, wanted] = [0, goal]
  for (let disk = pegs.length - 1; disk >= 0; disk--) {
    if (pegs[disk] === wanted) continue
    moves += 2 ** disk
    wanted = third(pegs[disk]!, wanted)
  }
  return moves
}

export default Environment.make({
  name: "hanoi-state",
  tags: ["game", "recursion"],
  skill: "seeing through the recursion of the Tower of Hanoi",
  source:
    "Game; Lucas 1883; from any state to a full peg: Hinz, Klavžar, Petr, The Tower of Hanoi, chapter 2",
  scale: { disks: Scale.linear({ min: 4, max: 50 }) },
  instance: Schema.Struct({
    pegs: Schema.Array(Peg).pipe(Schema.minItems(1), Schema.maxItems(50)),
    goal: Peg,
    moves: Schema.Int.pipe(Schema.positive())
  }).pipe(Schema.filter(({ goal, moves, pegs }) => moves <= distance(pegs, goal))),
  answer: Answer.array(Answer.choice(...names)),
  generate: ({ disks }) =>
    Gen.gen(function*() {
      const goal = yield* Gen.int(0, 2)
      const other = yield* Gen.pick([0, 1, 2].filter((peg) => peg !== goal))
      const pegs = [...(yield* Gen.array(Gen.int(0, 2), disks - 1)), other]
      return { pegs, goal, moves: yield* Gen.int(1, distance(pegs, goal)) }
    }),
  statement: ({ goal, moves, pegs }) =>
    `In a Tower of Hanoi, disks 1 (the smallest) to ${pegs.length} (the largest) are on pegs ${
      pegs.map((peg) => names[peg]).join(", ")
    }, in this order; a move takes the top disk of a peg to another peg, never onto a smaller disk. All disks are brought to peg ${
      names[goal]
    } in as few moves as possible. List the pegs of disks 1 to ${pegs.length} after the first ${
      moves === 1 ? "move" : `${moves} moves`
    }.`,
  // The largest disk that is not yet right moves once: after all smaller ones went to the third peg, before they follow.
  solve: ({ goal, moves, pegs }) => {
    const now = [...pegs]
    let [left, wanted] = [moves, goal]
    for (let disk = pegs.length - 1; disk >= 0; disk--) {
      const from = now[disk]!
      if (from === wanted) continue
      const between = third(from, wanted)
      const before = distance(now.slice(0, disk), between)
      if (left > before) {
        now.fill(between, 0, disk)
        now[disk] = wanted
        left -= before + 1
      } else wanted = between
    }
    return now.map((peg) => names[peg]!)
  },
  brute: {
    upTo: { disks: 6 },
    // From the goal outwards, how far every state is; then always to a state that is nearer.
    solve: ({ goal, moves, pegs }) => {
      const near = (state: string) =>
        [..."012"].flatMap((from) =>
          [..."012"].flatMap((to) => {
            const [disk, below] = [state.indexOf(from), state.indexOf(to)]
            const isAllowed = from !== to && disk !== -1 && (below === -1 || disk < below)
            return isAllowed ? [state.slice(0, disk) + to + state.slice(disk + 1)] : []
          })
        )
      const away = new Map([[String(goal).repeat(pegs.length), 0]])
      for (const [state, moves] of away) {
        for (const next of near(state)) if (!away.has(next)) away.set(next, moves + 1)
      }
      let state = pegs.join("")
      for (let move = 0; move < moves; move++) {
        state = near(state).find((next) => away.get(next)! < away.get(state)!)!
      }
      return Array.from(state, (peg) => names[Number(peg)]!)
    }
  },
  properties: {
    "as many disks as asked for, the largest to be moved": ({ goal, pegs }, _, { disks }) =>
      pegs.length === disks && pegs.at(-1) !== goal,
    "so many moves nearer to the goal": ({ goal, moves, pegs }, gold) =>
      distance(gold.map((name) => names.indexOf(name)), goal) === distance(pegs, goal) - moves
  }
})
