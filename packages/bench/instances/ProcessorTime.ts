import { readFileSync } from "node:fs"

const ticksPerSecond = 100

const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

/** Seconds of processor time that a process and all below it have used, in user and kernel; Linux only. */
const ofTree = (pid: number): number => {
  const stat = read(`/proc/${pid}/stat`)
  const [user = 0, kernel = 0] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").slice(11, 13).map(Number)
  return (user + kernel) / ticksPerSecond + below(pid)
}

const below = (pid: number): number =>
  read(`/proc/${pid}/task/${pid}/children`).split(" ").filter((child) => child !== "")
    .reduce((sum, child) => sum + ofTree(Number(child)), 0)

/** Seconds of processor time that this process and all that it started have used. */
export const used = (): number => {
  const { system, user } = process.cpuUsage()
  return (user + system) / 1e6 + below(process.pid)
}
