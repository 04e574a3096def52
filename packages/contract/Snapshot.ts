/** The instances that an environment's snapshot records, so that its generator only changes on purpose. */
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"

/** The levels they are of. */
export const levels = ({ manifest: { ladder } }: SandboxedEnvironment): ReadonlyArray<number> =>
  [0, 3, 8].filter((level) => level < ladder.length)

/** One instance of each of these levels. */
export const draw = (environment: SandboxedEnvironment) =>
  environment.draw(levels(environment).map((level) => ({ level, seed: 0, index: 0 })))
