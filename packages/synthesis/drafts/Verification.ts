/** Whether a draft can be trusted: that it compiles, what it draws, and what its problem's programs say to that. */
import { typeCheck } from "@scaler/compiler/TypeCheck"
import { inBatches } from "@scaler/contract/Batch"
import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Native } from "@scaler/sandbox/native/Native"
import { Sandbox } from "@scaler/sandbox/Sandbox"
import type { SandboxedEnvironment, SandboxError } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { agree, type Agreed, compile } from "../oracle/Agreement.ts"
import { Defect } from "../oracle/Defect.ts"
import * as Diversity from "../oracle/Diversity.ts"
import type { Task } from "../Task.ts"
import * as Cases from "./Cases.ts"
import * as Sizes from "./Sizes.ts"

/** An instance and what the programs answer to it. */
export interface Solved extends Cases.Case {
  readonly answer: AnswerJson
}

export interface Trusted {
  readonly draft: SandboxedEnvironment
  readonly agreed: Agreed
  readonly diversity: Diversity.Diversity
  /** All that was drawn, sizes from the smallest to the largest. */
  readonly solved: ReadonlyArray<Solved>
}

const defect = (stage: Defect["stage"]) => ({ message }: { readonly message: string }) =>
  new Defect({ stage, message })

/** Compiles a module and puts it into the sandbox. */
export const load = (file: string): Effect.Effect<SandboxedEnvironment, Defect | SandboxError, Sandbox> =>
  Effect.flatMap(Sandbox, (sandbox) =>
    Effect.catchTags(sandbox.load(file), {
      CompileError: defect("compile"),
      EnvironmentDefect: defect("generator")
    }))

/** The name must be the one that it will be asked for by, and the axes sizes of the problem, within its bounds. */
const refuseNames = (
  { axes, name }: SandboxedEnvironment["manifest"],
  { meta: { parameters }, name: expected }: Task
): Effect.Effect<void, Defect> => {
  const refuse = (message: string) => new Defect({ stage: "generator", message })
  if (name !== expected) {
    return refuse(`name is ${JSON.stringify(name)}; it must be ${JSON.stringify(expected)}`)
  }
  for (const [axis, { max, min }] of Object.entries(axes)) {
    const bounds = parameters[axis]
    if (bounds === undefined) {
      return refuse(
        `scale has an axis ${axis}; the problem's sizes are ${Object.keys(parameters).join(", ")}`
      )
    }
    if (min < bounds.min || max > bounds.max) {
      return refuse(
        `scale.${axis} goes from ${min} to ${max}; the problem's bounds are ${bounds.min} and ${bounds.max}`
      )
    }
  }
  return Effect.void
}

/** The first instance that breaks a constraint. */
const refuseBroken = (draft: SandboxedEnvironment, cases: ReadonlyArray<Cases.Case>) =>
  Effect.gen(function*() {
    const failed = yield* inBatches(cases, draft.failedProperties)
    for (const [at, names] of failed.entries()) {
      if (Either.isRight(names) && names.right.length === 0) continue
      const why = Either.isLeft(names) ? names.left.message : `does not hold: ${names.right.join("; ")}`
      return yield* new Defect({
        stage: "constraints",
        message: `${why}, for ${JSON.stringify(cases[at]!.instance).slice(0, 400)}`
      })
    }
  })

/** Verifies a draft: what can be wrong with its module first, then with what it draws, then with its answers. */
export const verify = (
  file: string,
  task: Task
): Effect.Effect<Trusted, Defect | SandboxError, Native | Sandbox> =>
  Effect.gen(function*() {
    yield* Effect.mapError(typeCheck(file), defect("compile"))
    const draft = yield* load(file)
    yield* refuseNames(draft.manifest, task)
    const { breadth, depth } = yield* Cases.of(draft)
    const cases = [...breadth, ...depth]
    yield* Sizes.refuseOther(cases)
    yield* refuseBroken(draft, cases)

    const solutions = yield* compile(task.problem.solutions)
    const { agreed, golds } = yield* agree(task.meta.output, solutions, cases.map(({ gold }) => String(gold)))
    return {
      draft,
      agreed,
      diversity: yield* Diversity.of(golds.slice(breadth.length)),
      solved: cases.map((one, at) => ({ ...one, answer: golds[at]! }))
    }
  })
