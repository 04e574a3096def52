import { afterAll, beforeAll, expect, test } from "bun:test"
import { Effect } from "effect"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { program } from "./Artifact.ts"
import { compile } from "./Compile.ts"
import { locate } from "./Locate.ts"

const source = `import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import {
  Effect,
  Schema
} from "effect"
import { deep } from "./deep.ts"

interface Only { readonly types: string }

export default Environment.make({
  name: "probe",
  tags: [],
  skill: "test", source: "test",
  scale: { n: Scale.linear({ min: 2, max: 12 }) },
  instance: Schema.Struct({ value: Schema.Int }),
  answer: Answer.integer,
  generate: ({ n }) => Gen.map(Gen.int(0, n), (value) => ({ value: value > 100 ? value : deep(value) })),
  statement: ({ value }) => (value as unknown as Only).types.trim(),
  solve: ({ value }) =>
    Effect.gen(function*() {
      yield* Effect.void
      throw new Error(\`failed with "\${value}"\`)
    })
})
`
const deep = `const unused = 1
export const deep = (value: number): number => {
  if (value >= 0) throw new RangeError("too deep")
  return value
}
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "scaler-locate-"))
  await writeFile(join(folder, "probe.ts"), source)
  await writeFile(join(folder, "deep.ts"), deep)
})
afterAll(() => rm(folder, { recursive: true }))

/** Line and column of a text in a source, from 1. */
const placeOf = (text: string, within: string) => {
  const before = within.slice(0, within.indexOf(text)).split("\n")
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

test.each(["lean", "shared"] as const)(
  "a stack of the %s flavour leads to the author's lines",
  async (flavour) => {
    const file = join(folder, "probe.ts")
    const artifact = await Effect.runPromise(compile(file, { cacheDirectory: null, flavour }))
    const url = `data:text/javascript;base64,${
      Buffer.from(await Effect.runPromise(program(artifact))).toString("base64")
    }`
    const { default: runnable } = await import(url)
    const frames = (operation: () => unknown) => {
      try {
        operation()
      } catch (thrown) {
        return locate(artifact, (thrown as Error).stack!)
      }
      throw new Error("nothing was thrown")
    }

    const inSolve = frames(() => runnable.solve({ instance: { value: 1 } }))
    expect(inSolve[0]).toMatchObject({ file, line: placeOf("throw new Error", source).line })

    const inStatement = frames(() => runnable.statement({ instance: { value: 1 } }))
    expect(inStatement[0]).toMatchObject({ file, line: placeOf("statement:", source).line })

    const inHelper = frames(() => runnable.drawFrom({ scale: { n: 3 }, words: [] }))
    expect(inHelper[0]).toMatchObject({
      file: join(folder, "deep.ts"),
      line: placeOf("throw new", deep).line
    })
    expect(inHelper[1]).toEqual({ file, ...placeOf("deep(value)", source) })
    expect(inHelper.every((frame) => frame.file.startsWith(folder))).toBe(true)

    expect(locate(artifact, "Error\n    at elsewhere (/some/other.ts:1:1)\nnot a frame")).toEqual([])
  }
)
