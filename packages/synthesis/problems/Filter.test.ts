import { layer, Native } from "@scaler/sandbox/native/Native"
import { ProgramFault } from "@scaler/sandbox/native/ProgramFault"
import { SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { expect, test } from "bun:test"
import { Chunk, Effect, Either, Fiber, Layer, Stream, TestClock, TestContext } from "effect"
import { join } from "node:path"
import { nativeTest } from "../testing/nativeTest.ts"
import type { Benchmark } from "./Benchmark.ts"
import * as Filter from "./Filter.ts"
import type { Problem } from "./Problem.ts"
import * as ProblemFile from "./ProblemFile.ts"

const fixtures = join(import.meta.dir, "../fixtures")

/** Native programs that compile, unless their source says something else. */
const compiling = (compile: Native["Type"]["compile"]): Layer.Layer<Native> =>
  Layer.succeed(
    Native,
    Native.of({
      mode: "strong",
      compile,
      run: () => Effect.dieMessage("something was run"),
      draw: () => Effect.dieMessage("something was drawn")
    })
  )

const simple = compiling((source) =>
  source === "broken"
    ? new ProgramFault({ reason: "Compile", message: "it is broken" })
    : source === "killed"
    ? new SandboxError({ reason: "Crashed", environment: "", message: "the jail was killed" })
    : Effect.succeed({ language: "python", source })
)

const words = (seed: string, count = 60) => Array.from({ length: count }, (_, at) => `${seed}${at}`).join(" ")

const problem = (id: string, change: Partial<Problem> = {}, sources = ["a", "b", "c"]): Problem => ({
  id,
  title: id.toUpperCase(),
  statement: change.logic ?? words(id),
  logic: words(id),
  input: "One integer n (1 ≤ n ≤ 9).",
  output: "Print it.",
  solutions: sources.map((source) => ({ language: "python", source })),
  ...change
})

const decide = (
  problems: ReadonlyArray<Problem>,
  native: Layer.Layer<Native, SandboxError> = simple,
  benchmark: Benchmark = new Map()
) =>
  Filter.decisions(Stream.fromIterable(problems), { benchmark, jobs: 2 }).pipe(
    Stream.runCollect,
    Effect.map(Chunk.toReadonlyArray),
    Effect.provide(native)
  )

const dropped = (id: string, reason: Filter.Reason, message: string): Filter.Dropped => ({
  status: "dropped",
  id,
  title: id.toUpperCase(),
  reason,
  message: expect.stringContaining(message)
})

test("each problem is kept or dropped, and told why, in order", async () => {
  const many = Array.from({ length: 14 }, (_, at) => at === 3 ? "broken" : `source ${at}`)
  const decisions = await Effect.runPromise(decide([
    problem("a", {}, many),
    problem("b", { input: "" }),
    problem("c", { statement: "See ![the field](field.png)." }),
    problem("d", {}, ["a", "b", "a", "b"]),
    problem("e", {}, ["a", "broken", "b", "broken"]),
    problem("f", { logic: words("a") }),
    problem("g", {}, ["killed", "a", "b", "c"]),
    problem("h")
  ]))
  expect(decisions).toEqual([
    {
      status: "kept",
      problem: problem("a", {}, many.filter((source) => source !== "broken").slice(0, Filter.mostSolutions))
    },
    dropped("b", "input", "no Input section"),
    dropped("c", "images", "![the field](field.png)"),
    dropped("d", "solutions", "2 different solutions in C++ or Python 3; an oracle takes 3"),
    dropped("e", "solutions", "2 solutions compile, an oracle takes 3; one does not: it is broken"),
    dropped("f", "duplicate", "it asks what \"a\" (A) asks before it, to 100 %"),
    dropped("g", "sandbox", "the jail was killed"),
    { status: "kept", problem: problem("h") }
  ])
})

test.each([
  ["<image>", true],
  ["![](https://example.org/a.png)", true],
  ["<IMG SRC='a.png'>", true],
  ["\\includegraphics[width=5cm]{a}", true],
  ["It lies as shown in the figure: 1 2 3, and a[1](2).", false],
  ["The image of x is f(x); x! is its factorial.", false]
])("%j shows an image: %j", (statement, shown) => {
  expect(Filter.faultOfText(problem("a", { statement }))?.reason).toBe(shown ? "images" : undefined)
})

test("a problem like one that was dropped is no duplicate", async () => {
  const decisions = await Effect.runPromise(
    decide([problem("a", {}, ["a", "b", "broken"]), problem("b", { logic: words("a") })])
  )
  expect(decisions.map(({ status }) => status)).toEqual(["dropped", "kept"])
})

test("one word in a hundred does not make another problem, and another question does", async () => {
  const logic = words("x", 300)
  const decisions = await Effect.runPromise(decide([
    problem("a", { logic }),
    problem("b", { logic: logic.replace("x100 ", "y ").replace("x200 ", "y ") }),
    problem("c", { logic: logic.replaceAll(/x(\d*)0 /g, "y$1 ") })
  ]))
  expect(decisions.map(({ status }) => status)).toEqual(["kept", "dropped", "kept"])
})

test("what repeats a benchmark is kept, and the row is named", async () => {
  const gram = words("a", 13)
  const row = { file: "benchmark.jsonl", row: 7 }
  const [first, second] = await Effect.runPromise(
    decide([problem("a"), problem("b")], simple, new Map([[gram, row]]))
  )
  expect(first).toEqual({ status: "kept", problem: problem("a"), overlap: { ...row, gram } })
  expect(second).toEqual({ status: "kept", problem: problem("b") })
})

test("as many problems as jobs are compiled at a time", async () => {
  let [now, most] = [0, 0]
  const slow = compiling((source, language) =>
    Effect.acquireUseRelease(
      Effect.sync(() => most = Math.max(most, ++now)),
      () => Effect.sleep("1 second"),
      () => Effect.sync(() => now--)
    ).pipe(Effect.as({ language: "python" as const, source: `${language} ${source}` }))
  )
  const decisions = await Effect.gen(function*() {
    const fiber = yield* Effect.fork(decide(["a", "b", "c", "d", "e"].map((id) => problem(id)), slow))
    yield* TestClock.adjust("1 minute")
    return yield* Fiber.join(fiber)
  }).pipe(Effect.provide(TestContext.TestContext), Effect.runPromise)
  expect(decisions).toHaveLength(5)
  expect(most).toBe(2)
})

test("without a sandbox nothing is decided", async () => {
  const unavailable = new SandboxError({ reason: "Unavailable", environment: "", message: "no compiler" })
  const error = await Effect.runPromise(Effect.flip(decide([problem("a")], compiling(() => unavailable))))
  expect(error).toBe(unavailable)
})

nativeTest(
  "our own problems are kept, and of those with planted faults the ones that a filter can see are not",
  async () => {
    const from = (name: string) =>
      Filter.decisions(
        Stream.map(ProblemFile.read(join(fixtures, name)), Either.getOrThrow),
        { benchmark: new Map(), jobs: 2 }
      ).pipe(Stream.runCollect, Effect.map(Chunk.toReadonlyArray), Effect.provide(layer()), Effect.runPromise)
    const sound = await from("problems.jsonl")
    expect(sound.filter(({ status }) => status !== "kept")).toEqual([])
    expect(sound.length).toBeGreaterThanOrEqual(12)

    const faults = await from("faults.jsonl")
    expect(faults.filter((decision) => decision.status === "dropped")).toMatchObject([
      { id: "image", reason: "images" },
      {
        id: "near-duplicate-second",
        reason: "duplicate",
        message: expect.stringContaining("\"near-duplicate-first\" (Watering the Beds)")
      },
      { id: "no-input-section", reason: "input" },
      { id: "two-compile", reason: "solutions", message: expect.stringContaining("2 solutions compile") }
    ])
    expect(faults.filter(({ status }) => status === "kept")).toHaveLength(5)
  }
)
