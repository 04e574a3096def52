import { seed as hash } from "@scaler/dsl/Random"
import type { Drawn } from "@scaler/dsl/Runnable"
import type { SandboxedEnvironment } from "@scaler/sandbox/SandboxedEnvironment"
import { Effect, Either } from "effect"
import { agree } from "../Answers.ts"
import { inBatches } from "../Batch.ts"
import { isBounded } from "../Bounded.ts"
import * as Driven from "../Driven.ts"
import { drawnOf, type Examine, examineAll } from "../Examine.ts"
import { failed, passed, skipped } from "../Report.ts"
import type { Check } from "../Subject.ts"

/** Instances asked of the Schema's own arbitrary. */
const arbitraryCases = 256

/** Compares the gold answers with those of the brute force; where answers are not unique, through the check. */
const againstBrute = (environment: SandboxedEnvironment) => (drawn: ReadonlyArray<Drawn>) =>
  Effect.gen(function*() {
    const { answer: spec, hasCheck } = environment.manifest
    const answers = yield* environment.brute(drawn.map(({ instance }) => instance))
    const verdicts = hasCheck
      ? yield* environment.check(
        drawn.flatMap(({ instance, gold }, at) => {
          const answer = answers[at]!
          return Either.isLeft(answer) ? [] : [{ instance, answer: answer.right, gold }]
        })
      )
      : []
    let next = 0
    return drawn.map(({ gold }, at) => {
      const answer = answers[at]!
      if (Either.isLeft(answer)) return `the brute force failed: ${answer.left.message}`
      const both = `the oracle answers ${JSON.stringify(gold)}, the brute force ${
        JSON.stringify(answer.right)
      }`
      if (!hasCheck) return agree(spec, gold, answer.right) ? undefined : both
      const verdict = verdicts[next++]!
      if (Either.isLeft(verdict)) return verdict.left.message
      return verdict.right === true ? undefined : `${both}, which the check refuses: ${verdict.right}`
    })
  })

const holding = (environment: SandboxedEnvironment): Examine => (drawn) =>
  Effect.map(
    environment.failedProperties(drawn.map(({ instance, gold, scale }) => ({ instance, gold, scale }))),
    (results) =>
      results.map(Either.match({
        onLeft: (defect) => defect.message,
        onRight: (names) => names.length === 0 ? undefined : `does not hold: ${names.join("; ")}`
      }))
  )

/** The oracle: its answers agree with the brute force, and the declared properties hold of them. */
export const checks: ReadonlyArray<Check> = [
  {
    name: "brute-force",
    run: (subject) => {
      const { environment, sampled } = subject
      if (environment.manifest.bruteUpTo === undefined) {
        return Effect.succeed(skipped("the environment declares no brute force"))
      }
      const levels = Driven.levels(environment)
      if (levels === 0) {
        return Effect.succeed(
          failed(0, "the brute force is not declared fast enough for level 0: raise its upTo", {
            level: 0,
            scale: environment.manifest.bruteUpTo
          })
        )
      }
      return examineAll(subject, sampled.filter(({ level }) => level < levels), againstBrute(environment))
    }
  },
  {
    name: "brute-force-on-schema",
    run: ({ environment, driven, seed }) =>
      Effect.gen(function*() {
        const { bruteUpTo, instance: schema } = environment.manifest
        if (bruteUpTo === undefined) return skipped("the environment declares no brute force")
        if (!isBounded(schema)) {
          return skipped("the instance Schema does not bound every number, text and array")
        }
        const longest = Math.max(0, ...driven.map((one) => sizeOf(drawnOf(one)?.instance)))
        const results = yield* environment.arbitrary({
          seed: hash("arbitrary", seed)[0] >>> 1,
          count: arbitraryCases
        })
        const defect = results.find(Either.isLeft)
        if (defect !== undefined) return failed(results.length, defect.left.message)
        const instances = results.flatMap(Either.match({ onLeft: () => [], onRight: (one) => [one] }))
          .filter((one) => sizeOf(one) <= longest)
        if (instances.length === 0) return skipped("none of the Schema's own instances is small enough")
        const statements = yield* inBatches(instances, environment.statement)
        const golds = yield* inBatches(instances, environment.solve)
        const drawn: Array<Drawn> = []
        for (const [at, instance] of instances.entries()) {
          const statement = statements[at]!
          const gold = golds[at]!
          const broken = (message: string) => failed(instances.length, onSchema(message), { instance })
          if (Either.isLeft(statement)) return broken(statement.left.message)
          if (Either.isLeft(gold)) return broken(gold.left.message)
          drawn.push({ instance, statement: statement.right, gold: gold.right })
        }
        const reasons = yield* inBatches(drawn, againstBrute(environment))
        const broken = reasons.findIndex((reason) => reason !== undefined)
        return broken === -1
          ? passed(drawn.length)
          : failed(drawn.length, onSchema(reasons[broken]!), { ...drawn[broken]! })
      })
  },
  {
    name: "properties",
    run: (subject) =>
      subject.environment.manifest.properties.length === 0
        ? Effect.succeed(skipped("the environment declares no properties"))
        : examineAll(subject, subject.sampled, holding(subject.environment))
  }
]

/** What an author does about an instance that the generator would never give. */
const onSchema = (fault: string): string =>
  `${fault}, on an instance that the Schema allows: solve it, or let the Schema refuse it`

const sizeOf = (instance: unknown): number => JSON.stringify(instance)?.length ?? 0
