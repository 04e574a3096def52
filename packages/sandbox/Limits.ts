/** What one call may use, the start of its process included where it needs one. */
export interface Limits {
  /** Real time of a call, in milliseconds. */
  readonly wallMillis: number
  /** Processor time of a call, over all threads, in milliseconds. */
  readonly cpuMillis: number
  /**
   * Memory, in bytes: address space of the process, below 512 MiB of which the engine gives up compiling to machine
   * code, and in mode portable what the script itself may use. Mode none has no limit.
   */
  readonly memoryBytes: number
  /** Length of a call's reply, in bytes. */
  readonly outputBytes: number
  /** Processor time after which a process is replaced by a fresh one, between calls, in seconds. */
  readonly lifetimeCpuSeconds: number
}

export const defaults: Limits = {
  wallMillis: 60_000,
  cpuMillis: 20_000,
  memoryBytes: 2 ** 30,
  outputBytes: 2 ** 24,
  lifetimeCpuSeconds: 600
}
