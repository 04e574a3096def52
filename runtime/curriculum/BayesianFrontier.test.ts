import { Schema } from "effect"
import * as BayesianFrontier from "./BayesianFrontier.ts"
import { curriculumContract } from "./contract.ts"

/** Sure of itself after few rollouts, so that the active set changes within a scenario. */
for (const prior of ["flat", "link"] as const) {
  curriculumContract(`bayesian, ${prior} prior`, ({ seed, slots }) =>
    BayesianFrontier.make(
      Schema.decodeSync(BayesianFrontier.Settings)({
        rule: "bayesian",
        frontier: { prior },
        activeSet: { slots, certainty: 0.6 }
      }),
      { seed, samples: 8 }
    ))
}
