/** Clues to a hidden world, drawn until no other world is left. */
import * as Gen from "@scaler/dsl/Gen"

/** What is hidden, and which clues there are to it. */
export interface Puzzle<World, Clue> {
  readonly world: World
  /** How many clues are numbered, from 0. */
  readonly clues: number
  /** The clue of a number; undefined where that number has none. */
  readonly clueAt: (number: number) => Clue | undefined
  readonly holds: (clue: Clue, world: World) => boolean
  /** Another world for which all clues hold. */
  readonly another: (clues: ReadonlyArray<Clue>, world: World) => World | undefined
}

/**
 * True clues in random order that leave no other world. Each rules out a world that those before it leave: the first
 * that does from a random number on. For any two worlds there must be a clue that only holds in the first.
 */
export const untilUnique = <World, Clue>(
  { world, clues, clueAt, holds, another }: Puzzle<World, Clue>
): Gen.Gen<ReadonlyArray<Clue>> =>
  Gen.gen(function*() {
    const given: Array<Clue> = []
    for (let other = another(given, world); other !== undefined; other = another(given, world)) {
      for (let number = yield* Gen.int(0, clues - 1);; number = (number + 1) % clues) {
        const clue = clueAt(number)
        if (clue === undefined || !holds(clue, world) || holds(clue, other)) continue
        given.push(clue)
        break
      }
    }
    return yield* Gen.shuffle(given)
  })
