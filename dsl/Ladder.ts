/** The levels of an environment: settings of its scale, each harder than the one before. */
import { RejectedSignal } from "./Drawing.ts"
import { type Any, DefinitionError } from "./Environment.ts"
import { drawAny } from "./Gen.ts"
import { fromCoordinates } from "./Random.ts"
import * as Scale from "./Scale.ts"

/** Most levels of a derived ladder. */
export const maxLevels = 30

/** Statements drawn per setting when lengths are measured. */
const probes = 8

/** Share of the cap that probed statements may fill: later draws may be a little longer than those. */
export const margin = 0.97

/** Draws per probe before a setting counts as one that the generator cannot serve. */
const attempts = 100

const longestStatement = (environment: Any, scale: Scale.Scale): number =>
  Math.max(...Array.from({ length: probes }, (_, probe) => statementLength(environment, scale, probe)))

const statementLength = (environment: Any, scale: Scale.Scale, probe: number): number => {
  for (let attempt = 0;; attempt++) {
    const random = fromCoordinates("ladder", environment.name, JSON.stringify(scale), probe, attempt)
    try {
      return environment.statement(drawAny(environment.generate(scale), random)).length
    } catch (thrown) {
      if (!(thrown instanceof RejectedSignal) || attempt + 1 >= attempts) throw thrown
    }
  }
}

/**
 * The ladder: the declared one, or at most 30 settings at equal progress along all axes at once, from their minima to
 * the largest whose statement is within 97 % of `maxStatementLength` (bisected; lengths are
 * the longest of 8 seeded draws).
 */
export const of = (environment: Any): ReadonlyArray<Scale.Scale> => {
  const declared: ReadonlyArray<Scale.Scale> | undefined = environment.ladder
  const ladder = declared ?? derive(environment)
  if (ladder.length === 0) {
    throw new DefinitionError(`Environment ${environment.name}: its ladder has no level`)
  }
  for (let level = 1; level < ladder.length; level++) {
    if (!Scale.isHarder(ladder[level - 1]!, ladder[level]!)) {
      throw new DefinitionError(
        `Environment ${environment.name}: level ${level} is not harder than level ${level - 1}`
      )
    }
  }
  return ladder
}

const derive = (environment: Any): ReadonlyArray<Scale.Scale> => {
  const { maxStatementLength, name } = environment
  const axes: Scale.Axes = environment.scale
  const fits = (progress: number) =>
    longestStatement(environment, Scale.at(axes, progress)) <= maxStatementLength * margin
  if (!fits(0)) {
    throw new DefinitionError(
      `Environment ${name}: its statement is longer than ${maxStatementLength} characters at the smallest scale`
    )
  }
  const top = fits(1) ? 1 : bisect(fits)
  return rising((step) => Scale.at(axes, (top * step) / (maxLevels - 1)))
}

/** The settings at steps 0 to 29, without those that are not harder than the one before. */
export const rising = (at: (step: number) => Scale.Scale): ReadonlyArray<Scale.Scale> => {
  const ladder: Array<Scale.Scale> = []
  for (let step = 0; step < maxLevels; step++) {
    const scale = at(step)
    const previous = ladder.at(-1)
    if (previous === undefined || Scale.isHarder(previous, scale)) ladder.push(scale)
  }
  return ladder
}

/** The largest progress that fits, to 2⁻²⁰, given that 0 does and 1 does not. */
const bisect = (fits: (progress: number) => boolean): number => {
  let low = 0
  let high = 1
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2
    if (fits(middle)) low = middle
    else high = middle
  }
  return low
}
