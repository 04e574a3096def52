/** Runs the command line as its users do. */

const main = `${import.meta.dir}/../main.ts`

/** Starts `scaler` in a process of its own, in a working directory. */
export const start = (args: ReadonlyArray<string>, input = "", cwd = process.cwd()) =>
  Bun.spawn([process.execPath, main, ...args], {
    stdin: Buffer.from(input),
    stdout: "pipe",
    stderr: "pipe",
    cwd
  })

/** Runs `scaler` to its end, however that is. */
export const outcome = async (args: ReadonlyArray<string>, input?: string, cwd?: string) => {
  const child = start(args, input, cwd)
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, errors, code }
}

/** Lines of JSON. */
export const jsonLines = (output: string): Array<Record<string, unknown>> =>
  output.trim().split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line) as Record<string, unknown>
  )

/** Runs `scaler` to its end; throws where it fails. */
export const run = async (...args: ReadonlyArray<string>): Promise<string> => {
  const { code, errors, output } = await outcome(args)
  if (code !== 0) throw new Error(`scaler ${args.join(" ")} ended with ${code}: ${errors.slice(-2000)}`)
  return output
}

/** The last line of an output, which is JSON. */
export const lastLine = <A>(output: string): A => JSON.parse(output.trim().split("\n").at(-1)!) as A
