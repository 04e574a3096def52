/** The most memory that a child process has held, as the kernel tells it; Linux only. */
import { readFileSync } from "node:fs"

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

/** Of the children of this process in whose command line a text stands, in MiB; undefined where that is not told. */
export const ofChild = (text: string): number | undefined => {
  const children = read(`/proc/self/task/${process.pid}/children`).split(" ").filter((child) => child !== "")
  const own = children.find((child) => read(`/proc/${child}/cmdline`).includes(text))
  const peak = own === undefined ? undefined : /^VmHWM:\s*(\d+) kB$/m.exec(read(`/proc/${own}/status`))?.[1]
  return peak === undefined ? undefined : Number(peak) / 1024
}
