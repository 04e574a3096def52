/** The environments that had groups. */
import type { Results } from "../Results.ts"

/** Up to so many are drawn one by one. */
export const fewEnvironments = 24

/** All of them, by name. */
export const environmentsOf = ({ runs }: Results): ReadonlyArray<string> => {
  const names = new Set<string>()
  for (const { steps } of runs) {
    for (const { environments } of steps) {
      for (const { environment } of environments) names.add(environment)
    }
  }
  return [...names].sort()
}
