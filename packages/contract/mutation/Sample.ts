import { seed } from "@scaler/dsl/Random"
import type { Mutant } from "./Mutants.ts"

/**
 * The mutants in the order in which they are taken: one of each operator in each function comes before a second one.
 * Within that, a hash of what is mutated decides, so that a change elsewhere in the module moves nothing.
 */
export const spread = (environment: string, mutants: ReadonlyArray<Mutant>): ReadonlyArray<Mutant> => {
  const hashed = mutants.map((mutant) => ({
    mutant,
    hash: seed("mutant", environment, mutant.target, mutant.original, mutant.replacement)[0]
  })).sort((a, b) => a.hash - b.hash)
  const groups = Map.groupBy(hashed, ({ mutant: { operator, target } }) => `${target} ${operator}`)
  return [...groups.values()]
    .flatMap((group) => group.map((entry, round) => ({ ...entry, round })))
    .sort((a, b) => a.round - b.round || a.hash - b.hash)
    .map(({ mutant }) => mutant)
}
