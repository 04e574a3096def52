/** The draw in progress: what lets a generator be an Effect and still cost nothing inside a draw. */
import type { Random } from "./Random.ts"

/** Anything that can be drawn directly. */
export interface Drawable<out A> {
  readonly draw: (random: Random) => A
}

/** Thrown inside a draw by `Gen.reject`; never seen by authors. */
export class RejectedSignal extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(`The draw was rejected: ${reason}`)
    this.reason = reason
  }
}

let current: Random | undefined

/** The randomness of the draw in progress. Draws are synchronous, so there is at most one. */
export const currentRandom = (): Random | undefined => current

/** Draws with `random` as the draw in progress. */
export const drawing = <A>(gen: Drawable<A>, random: Random): A => within(random, () => gen.draw(random))

/** Runs `body` with another draw in progress, or with none. */
export const within = <A>(random: Random | undefined, body: () => A): A => {
  const outer = current
  current = random
  try {
    return body()
  } finally {
    current = outer
  }
}
