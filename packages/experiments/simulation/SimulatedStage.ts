/** Who takes part in a simulated run, and who learns. */
import type { Participants } from "@scaler/runtime/training/Participants"
import { Effect } from "effect"
import type { Learner } from "../Experiment.ts"
import * as SimulatedEnvironment from "./SimulatedEnvironment.ts"
import * as SimulatedPolicy from "./SimulatedPolicy.ts"
import * as SimulatedPool from "./SimulatedPool.ts"

/** The pool and the learner of a seed: arms with the same seed have the same. */
export const make = ({ learner, pool }: Extract<Learner, { readonly _tag: "simulated" }>, seed: number) => {
  const natures = SimulatedPool.make(pool, seed)
  const environments = (areTrained: boolean) =>
    new Map(
      natures.filter(({ isTrained }) => isTrained === areTrained)
        .map((nature) => [nature.name, SimulatedEnvironment.make(nature)] as const)
    )
  const participants: Participants = { environments: environments(true), neverTrained: environments(false) }
  return {
    participants: Effect.succeed(participants),
    policy: SimulatedPolicy.layer(learner, natures, seed)
  }
}
