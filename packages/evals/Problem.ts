/** One question of a benchmark. */
export interface Problem {
  /** Names it in the records: of its content, so that it is the same in any order of a file. */
  readonly id: string
  /** Message of the system; empty where there is none. */
  readonly system: string
  readonly statement: string
  /** The answer as the benchmark has it. */
  readonly gold: string
  /** Part of the benchmark from which a sample takes its share; empty where there are none. */
  readonly stratum: string
  /** How often the file has it: benchmarks that are sampled several times repeat their rows. */
  readonly repeats: number
}
