import type { Meta } from "./authoring/Meta.ts"
import type { Problem } from "./problems/Problem.ts"

/** A problem that an environment is to be made of. */
export interface Task {
  readonly problem: Problem
  readonly meta: Meta
  /** Of the environment. */
  readonly name: string
}
