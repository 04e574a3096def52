import { Effect } from "effect"
import { writeSync } from "node:fs"

const writeAll = (descriptor: 1 | 2, text: string) => {
  const bytes = Buffer.from(text)
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === "EPIPE") process.exit(0)
      if (code !== "EAGAIN") throw error
    }
  }
}

/** Writes to standard output, whole even where it is a pipe. A reader that went away ends the program. */
export const print = (text: string): Effect.Effect<void> => Effect.sync(() => writeAll(1, text))

/** Writes lines to standard output. */
export const printLines = (lines: ReadonlyArray<string>): Effect.Effect<void> =>
  print(lines.map((line) => `${line}\n`).join(""))

/** Writes a line to standard error, at once: for signal handlers and the end of the program. */
export const noteNow = (text: string): void => writeAll(2, `${text}\n`)

/** Writes a line to standard error. */
export const note = (text: string): Effect.Effect<void> => Effect.sync(() => noteNow(text))

/** Writes a line of JSON to standard output. */
export const printJson = (value: unknown): Effect.Effect<void> => print(`${JSON.stringify(value)}\n`)
