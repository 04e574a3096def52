/** What a launcher's reply means: nothing wrong, or which fault. */
import { constants } from "node:os"
import type { Reply } from "./Frames.ts"
import { ProgramFault } from "./ProgramFault.ts"
import type { RunLimits } from "./RunLimits.ts"

const signalName = (signal: number): string =>
  Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`

/** What C++ and Python say when an allocation fails, and what the compiler does. */
const outOfMemory = /std::bad_alloc|MemoryError|out of memory|virtual memory exhausted|Cannot allocate memory/

/** A program that failed with this share of its memory in use failed for it: address space runs out before pages do. */
const nearlyAll = 0.8

/** The fault in a run of `what`; undefined where it ended well. */
export const faultOf = (reply: Reply, what: string, limits: RunLimits): ProgramFault | undefined => {
  const { code, cpuMillis, outcome, peakBytes, stderr } = reply
  const said = stderr.trim()
  switch (outcome) {
    case "WallTime":
      return new ProgramFault({ reason: outcome, message: `${what} took more than ${limits.wallMillis} ms` })
    case "CpuTime":
      return new ProgramFault({
        reason: outcome,
        message: `${what} took more than ${limits.cpuMillis} ms of processor time (${
          Math.round(cpuMillis)
        } ms)`
      })
    case "Output":
      return new ProgramFault({
        reason: outcome,
        message: `${what} wrote more than ${limits.outputBytes} bytes`
      })
    case "Exited":
    case "Signalled": {
      if (outcome === "Exited" && code === 0) return undefined
      if (outOfMemory.test(said) || peakBytes > nearlyAll * limits.memoryBytes) {
        const mebibytes = Math.round(limits.memoryBytes / 2 ** 20)
        return new ProgramFault({
          reason: "Memory",
          message: `${what} needed more than ${mebibytes} MiB of memory`
        })
      }
      const how = outcome === "Exited" ? `exit code ${code}` : signalName(code)
      return new ProgramFault({
        reason: "Crashed",
        message: `${what} ended with ${how}${said === "" ? "" : `: ${said.slice(-500)}`}`,
        ...(outcome === "Exited" ? { exitCode: code } : { signal: how })
      })
    }
  }
}
