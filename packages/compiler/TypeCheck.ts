/** What an author's editor would say of an environment's types, without any setup of the author's. */
import { Effect } from "effect"
import { type CompileError, fromProblems, type Problem } from "./CompileError.ts"

/** In a process of its own, which takes its memory along, lets other work go on, and can be ended at any moment. */
const check = (files: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<Problem>> =>
  Effect.acquireUseRelease(
    Effect.sync(() =>
      Bun.spawn([process.execPath, `${import.meta.dir}/typeCheckProcess.ts`], {
        stdin: Buffer.from(JSON.stringify(files)),
        stdout: "pipe",
        stderr: "pipe",
        // A terminal's interrupt is the host's to answer.
        detached: true
      })
    ),
    (child) =>
      Effect.promise(async () => {
        const [output, errors, code] = await Promise.all([
          child.stdout.text(),
          child.stderr.text(),
          child.exited
        ])
        if (code !== 0) throw new Error(`The type check ended with ${code}: ${errors}`)
        return JSON.parse(output) as ReadonlyArray<Problem>
      }),
    (child) =>
      Effect.promise(() => {
        child.kill("SIGKILL")
        return child.exited
      })
  )

/**
 * What is wrong in those of the files (absolute paths) that do not type-check against the DSL: much faster than one by
 * one, as they share all else. JavaScript has no types to be wrong.
 */
export const illTyped = (
  files: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, CompileError>> => {
  const typed = files.filter((file) => /\.m?ts$/.test(file))
  return Effect.map(typed.length === 0 ? Effect.succeed([]) : check(typed), (problems) =>
    new Map(
      [...Map.groupBy(problems, ({ file }) => file)].map(([file, [first, ...others]]) =>
        [file, fromProblems([first!, ...others])] as const
      )
    ))
}

/** Type-checks an environment's file (an absolute path). */
export const typeCheck = (file: string): Effect.Effect<void, CompileError> =>
  Effect.flatMap(illTyped([file]), (wrong) => wrong.get(file) ?? Effect.void)
