import type { Limits } from "../Limits.ts"

/** What one run, one compilation or one draw may use. Programs have no files, and no process but their own. */
export type RunLimits = Omit<Limits, "lifetimeCpuSeconds">

export const defaults: RunLimits = {
  wallMillis: 20_000,
  cpuMillis: 10_000,
  memoryBytes: 2 ** 30,
  outputBytes: 2 ** 24
}

/** Of a compilation; `outputBytes` is the size of each file that it writes. */
export const compilation: RunLimits = {
  wallMillis: 120_000,
  cpuMillis: 30_000,
  memoryBytes: 2 ** 31,
  outputBytes: 2 ** 26
}
