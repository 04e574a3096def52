/** The commands that setting up needs. */
import { Command } from "@effect/platform"
import { PolicyError } from "@scaler/policy/Policy"
import { Effect, Ref, Stream } from "effect"

/** Where commands are looked for and run. */
interface Place {
  readonly root: string
  readonly path: string
}

type Line = readonly [command: string, ...args: ReadonlyArray<string>]

const make = ([command, ...args]: Line, { path, root }: Place) =>
  Command.make(command, ...args).pipe(Command.workingDirectory(root), Command.env({ PATH: path }))

/** What each tool must be able to do, and the one command that adds it. */
const tools: ReadonlyArray<readonly [name: string, trial: Line, remedy: string]> = [
  ["python3", ["python3", "--version"], "apt-get install -y python3 python3-pip"],
  ["python3's pip", ["python3", "-m", "pip", "--version"], "apt-get install -y python3-pip"],
  ["g++", ["g++", "--version"], "apt-get install -y g++"]
]

/** A sentence for each tool that is not there, with the command that adds it. */
export const missingTools = (place: Place) =>
  Effect.map(
    Effect.forEach(tools, ([name, trial, remedy]) =>
      Command.exitCode(make(trial, place)).pipe(
        Effect.orElseSucceed(() => 1),
        Effect.map((code) => code === 0 ? [] : [`${name} is needed and was not found. Add it: ${remedy}`])
      )),
    (sentences) => sentences.flat()
  )

/** How many of its last lines say why a command failed. */
const tail = 20

/** Runs a command and gives its lines, which `report` takes as they come; fails with the last of them. */
export const run = (line: Line, place: Place, report: (line: string) => Effect.Effect<void>) =>
  Effect.scoped(Effect.gen(function*() {
    const child = yield* Command.start(make(line, place))
    const lines = yield* Ref.make<ReadonlyArray<string>>([])
    const split = (stream: typeof child.stdout) => Stream.splitLines(Stream.decodeText(stream))
    yield* Stream.runForEach(
      Stream.merge(split(child.stdout), split(child.stderr)),
      (text) => Effect.andThen(Ref.update(lines, (before) => [...before, text]), report(`  ${text}`))
    )
    const code = yield* child.exitCode
    const said = yield* Ref.get(lines)
    if (code === 0) return said
    return yield* new PolicyError({
      reason: "Backend",
      message: `${line.join(" ")} ended with ${code}:\n${said.slice(-tail).join("\n")}`
    })
  }))
