/** A programming problem: the input of synthesis. */
import type { Solution } from "../pool/PoolFile.ts"

export interface Problem {
  /** Of one problem in a file only. */
  readonly id: string
  readonly title: string
  /** The whole text as given. */
  readonly statement: string
  /** The statement up to its Input section, without a heading that is the title. */
  readonly logic: string
  /** The Input section, with the constraints where these stand after it; empty where there is none. */
  readonly input: string
  /** The Output section: the reference takes it as the instruction. Empty where there is none. */
  readonly output: string
  readonly solutions: ReadonlyArray<Solution>
  readonly licence?: string
  /** Where the problem was published. */
  readonly source?: string
}
