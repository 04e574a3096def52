import { BunContext } from "@effect/platform-bun"
import * as InProcess from "@scaler/contract/testing/InProcess"
import * as Sampling from "@scaler/policy/Sampling"
import * as TextModel from "@scaler/policy/TextModel"
import * as SkillPolicy from "@scaler/runtime/testing/SkillPolicy"
import { recipe, say } from "@scaler/runtime/testing/testRun"
import * as Evaluation from "@scaler/runtime/training/Evaluation"
import { expect, test } from "bun:test"
import { Effect, Either, Layer } from "effect"
import * as EnvironmentSource from "./EnvironmentSource.ts"
import * as EnvironmentSuite from "./EnvironmentSuite.ts"
import * as EvalStore from "./EvalStore.ts"
import { evaluate } from "./Evaluate.ts"
import { metrics } from "./Scores.ts"
import * as Source from "./Source.ts"

const run = Effect.runPromise

const source = (
  environment: Parameters<typeof InProcess.make>[0],
  options: Partial<EnvironmentSource.Options> = {}
) =>
  EnvironmentSource.make(InProcess.make(environment), {
    environment: environment.name,
    level: 0,
    split: "test",
    system: "Box it.",
    usual: 8,
    ...options
  })

test.each(["test", "validation"] as const)("the instances are those of a run's %s", async (split) => {
  const { instances, levels } = recipe.evaluation
  const grid = await run(
    Evaluation.grid(new Map([["alpha", InProcess.make(say("alpha"))]]), recipe, split).pipe(
      Effect.provide(Layer.provide(SkillPolicy.layer({}), BunContext.layer))
    )
  )
  for (const level of levels) {
    const problems = await run(source(say("alpha"), { level, split }).choose(instances, 1))
    expect(problems.map(({ statement }) => statement)).toEqual(
      grid.filter((question) => question.level === level).map(({ statement }) => statement)
    )
  }
})

test("a model that is asked in texts scores as a run scores it in tokens", async () => {
  const environments = new Map([
    ["alpha", InProcess.make(say("alpha"))],
    ["beta", InProcess.make(say("beta", () => 7))],
    ["gamma", InProcess.make(say("gamma", (value) => value, () => true))]
  ])
  const policy = Layer.provide(SkillPolicy.layer({}), BunContext.layer)
  const { instances, levels } = recipe.evaluation
  const inTokens = Effect.flatMap(
    Evaluation.grid(environments, recipe, "test"),
    (grid) => Evaluation.evaluate(environments, grid, recipe)
  )
  const accuracyOf = (environment: string, level: number) =>
    Effect.gen(function*() {
      const options = { environment, level, split: "test", system: "", usual: instances } as const
      const asked = EnvironmentSource.make(environments.get(environment)!, options)
      const exam = yield* Source.exam(asked, { limit: "usual", samples: undefined, seed: 1 })
      const store = yield* EvalStore.open(":memory:", {})
      yield* evaluate(exam, store, {
        sampling: { ...Sampling.greedy, maxTokens: recipe.rollout.maxTokens },
        seed: 1,
        together: 3,
        concurrency: 2,
        report: () => Effect.void,
        stopRequested: Effect.succeed(false)
      })
      return { environment, level, accuracy: metrics(yield* store.responses(exam.suite)).accuracy!.mean }
    }).pipe(Effect.scoped)
  const inTexts = Effect.forEach(
    [...environments.keys()],
    (environment) => Effect.forEach(levels, (level) => accuracyOf(environment, level))
  )
  const [tokens, texts] = await run(
    Effect.all([inTokens, inTexts]).pipe(
      Effect.provide(Layer.merge(policy, Layer.provide(TextModel.ofPolicy, policy)))
    )
  )
  expect(texts.flat()).toEqual([...tokens.cells])
  expect(tokens.macro).toBeGreaterThan(0)
  expect(tokens.macro).toBeLessThan(1)
  expect(tokens.instances).toBe(3 * 4 * 8)
})

test("more of them begin with the same; there are no more than there are different ones", async () => {
  const few = await run(source(say("alpha")).choose(5, 1))
  expect((await run(source(say("alpha")).choose(40, 2))).slice(0, 5)).toEqual([...few])
  expect(few[0]).toMatchObject({ system: "Box it.", gold: /\d+/.exec(few[0]!.statement)![0] })
  expect(await run(source(say("alpha")).choose("usual", 1))).toHaveLength(8)
  expect(await run(source(say("alpha")).choose("all", 1))).toHaveLength(8)
  // Of the 900 numbers of three digits a fifth is in the test split.
  const all = await run(source(say("alpha")).choose(400, 1))
  expect(all.length).toBeLessThan(250)
  expect(new Set(all.map(({ statement }) => statement)).size).toBe(all.length)
})

test("problems are found again by their names, and not in an environment that draws others", async () => {
  const asked = (await run(source(say("alpha")).choose(6, 1))).filter((_, place) => place % 2 === 0)
  const ids = asked.map(({ id }) => id)
  expect(await run(source(say("alpha")).find(ids))).toEqual(asked)
  expect(await run(source(say("alpha", (value) => value + 1)).find(ids))).toEqual([])
  expect(await run(source(say("alpha"), { split: "validation" }).find(ids))).toEqual([])
})

test("the environment's own oracle judges, and its fault is no verdict", async () => {
  const verdict = async (
    environment: Parameters<typeof InProcess.make>[0],
    answer: (gold: number) => string
  ) => {
    const of = source(environment)
    const [problem] = await run(of.choose(1, 1))
    return (await run(of.judge(problem!, answer(Number(problem!.gold)))))._tag
  }
  const boxed = (value: number) => `\\boxed{${value}}`
  expect(await verdict(say("alpha"), boxed)).toBe("Accepted")
  expect(await verdict(say("alpha"), (gold) => boxed(gold + 1))).toBe("Wrong")
  expect(await verdict(say("alpha"), String)).toBe("Malformed")
  const even = say("alpha", (value) => value, (answer) => answer % 2 === 0 || "odd")
  expect(await verdict(even, () => boxed(2))).toBe("Accepted")
  expect(await verdict(even, () => boxed(3))).toBe("Wrong")
  const broken = say("alpha", (value) => value, () => {
    throw new Error("lost")
  })
  expect(await verdict(broken, boxed)).toBe("Faulty")
})

test("instances that cannot be drawn end the evaluation before anything is asked", async () => {
  const broken = say("alpha", () => {
    throw new Error("lost")
  })
  const { message, reason } = await run(Effect.flip(source(broken).choose(3, 1))) as {
    readonly message: string
    readonly reason: string
  }
  expect([reason, message]).toEqual([
    "Environment",
    expect.stringMatching(/alpha at level 0 could not be drawn: .*lost/) as unknown as string
  ])
})

test("the name of a suite says environment, levels and split", () => {
  expect(EnvironmentSuite.parse("env:sorting@0-3")).toEqual(
    Either.right({ environment: "sorting", first: 0, last: 3, split: "test" })
  )
  expect(EnvironmentSuite.parse("env:@scope/package/name@12:validation")).toEqual(
    Either.right({ environment: "@scope/package/name", first: 12, last: 12, split: "validation" })
  )
  for (const split of ["test", "validation"] as const) {
    const named = EnvironmentSuite.parse(EnvironmentSuite.nameOf("./mine.ts", 7, split))
    expect(named).toEqual(Either.right({ environment: "./mine.ts", first: 7, last: 7, split }))
  }
  for (
    const wrong of [
      "env:sorting",
      "env:sorting@",
      "env:@3",
      "env:sorting@3-1",
      "env:sorting@-1",
      "env:a@1:train"
    ]
  ) {
    expect(Either.getOrThrow(Either.flip(EnvironmentSuite.parse(wrong)))).toContain("env:sorting@0-3")
  }
})
