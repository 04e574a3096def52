/** Runs the command line as its users do. */

const main = `${import.meta.dir}/../main.ts`

/** Starts `scaler` in a process of its own. */
export const start = (args: ReadonlyArray<string>, input = "") =>
  Bun.spawn([process.execPath, main, ...args], { stdin: Buffer.from(input), stdout: "pipe", stderr: "pipe" })

/** Runs `scaler` to its end; throws where it fails. */
export const run = async (...args: ReadonlyArray<string>): Promise<string> => {
  const child = start(args)
  const [output, errors, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`scaler ${args.join(" ")} ended with ${code}: ${errors.slice(-2000)}`)
  return output
}

/** The last line of an output, which is JSON. */
export const lastLine = <A>(output: string): A => JSON.parse(output.trim().split("\n").at(-1)!) as A
