/** What timings depend on beside the code. */
import os from "node:os"

export interface Machine {
  readonly cpu: string
  readonly cores: number
  /** Processes that wanted to run in the last minute, on average. */
  readonly load: number
  readonly bun: string
}

/** Above this, other work takes part in what is measured. */
const quietLoad = 0.5

export const machine = (): Machine => ({
  cpu: os.cpus()[0]?.model.trim() ?? process.arch,
  cores: os.availableParallelism(),
  load: os.loadavg()[0]!,
  bun: Bun.version
})

export const describe = ({ bun, cores, cpu, load }: Machine): string =>
  `${cores} cores of ${cpu}, load ${load.toFixed(2)}, Bun ${bun}`

/** What makes the figures doubtful; undefined where nothing does. */
export const warning = ({ load }: Machine): string | undefined =>
  load > quietLoad
    ? `The machine is not idle (load ${
      load.toFixed(2)
    }): look at ratios, not at times, and measure again later`
    : undefined
