/** The most memory that a child process has held, as the kernel tells it; Linux only. */
import { children, read } from "../ProcessTree.ts"

/** Of the children of this process in whose command line a text stands, in MiB; undefined where that is not told. */
export const ofChild = (text: string): number | undefined => {
  const own = children(process.pid).find((child) => read(`/proc/${child}/cmdline`).includes(text))
  const peak = own === undefined ? undefined : /^VmHWM:\s*(\d+) kB$/m.exec(read(`/proc/${own}/status`))?.[1]
  return peak === undefined ? undefined : Number(peak) / 1024
}
