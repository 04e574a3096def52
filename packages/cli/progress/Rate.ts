/** How far work on many rows is, on standard error: rows, rate, time left. */
import { noteNow } from "../Output.ts"
import { duration } from "./describe.ts"

/** How often it says so, in milliseconds: a terminal is redrawn, a log grows. */
const every = { terminal: 200, log: 10_000 }

export interface Rate {
  readonly advance: (rows: number) => void
  readonly end: () => void
}

/** Starts with `done` of `total` rows, which were there before. */
export const make = (done: number, total: number): Rate => {
  const isTerminal = process.stderr.isTTY
  const began = performance.now()
  const before = done
  let shown = began
  const line = () => {
    const rate = (done - before) / ((performance.now() - began) / 1000)
    return `${done}/${total} rows  ${rate.toFixed(0)} rows/s  ${duration((total - done) / rate)} left`
  }
  return {
    advance: (rows) => {
      done += rows
      const now = performance.now()
      if (done === before || now - shown < (isTerminal ? every.terminal : every.log)) return
      shown = now
      if (isTerminal) process.stderr.write(`\r\x1b[K${line()}`)
      else noteNow(line())
    },
    end: () => {
      if (isTerminal) process.stderr.write("\r\x1b[K")
    }
  }
}
