/**
 * The simulated learner as a policy: it reads environment and level off the prompt, and its responses are a right or a
 * wrong answer.
 *
 * Of an update's options nothing is looked at: how fast it learns is the learner's own setting. Supervised updates
 * change nothing, since a pool's starting logits are what warm-up left.
 */
import { fromCoordinates, fromSeed } from "@scaler/dsl/Random"
import {
  blankReport,
  Policy,
  PolicyError,
  type Response,
  type SampleRequest,
  type TrainingRollout,
  type UpdateReport
} from "@scaler/policy/Policy"
import * as SafetensorsFile from "@scaler/policy/safetensors/SafetensorsFile"
import * as Tokenizer from "@scaler/policy/tokenizer/CharacterTokenizer"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import { idealResponse } from "@scaler/runtime/rollout/Prompt"
import { Effect, Layer } from "effect"
import { join } from "node:path"
import * as SimulatedEnvironment from "./SimulatedEnvironment.ts"
import * as SimulatedLearner from "./SimulatedLearner.ts"
import type { Nature } from "./SimulatedPool.ts"

const file = "model.safetensors"
const names = ["environments", "families", "all", "clock"]
const context = 96

const failure = (reason: PolicyError["reason"], message: string) => new PolicyError({ reason, message })

type Asked = SimulatedEnvironment.Asked

/** How a batch of rollouts is read: the outcome of each, with what was asked. */
interface Outcome {
  readonly asked: Asked
  readonly isRight: boolean
  readonly rollout: TrainingRollout
}

const make = (settings: SimulatedLearner.Settings, pool: ReadonlyArray<Nature>, seed: number) =>
  Effect.gen(function*() {
    const learner = SimulatedLearner.make(settings, pool, seed)
    let skill = learner.initial()

    const answers = yield* Effect.forEach(
      Array.from({ length: 100 }, (_, answer) => answer),
      (answer) =>
        Effect.map(
          Tokenizer.encode(idealResponse(answer)),
          (text) => Int32Array.of(...text, Tokenizer.endToken)
        )
    )
    const longest = Math.max(...answers.map(({ length }) => length))

    const asked = (prompt: Int32Array): Effect.Effect<Asked, PolicyError> => {
      const text = Tokenizer.decode(prompt)
      const found = SimulatedEnvironment.read(text.slice(0, 1 - plainPrompt(".").length))
      return found !== undefined && learner.knows(found)
        ? Effect.succeed(found)
        : failure("Request", `${JSON.stringify(text)} is no prompt of the simulated pool`)
    }

    const respond = (question: Asked, p: number, isRight: boolean): Response => {
      const tokens = answers[(SimulatedEnvironment.gold(question) + (isRight ? 0 : 1)) % answers.length]!
      const logProbs = new Float32Array(tokens.length)
      // Which answer is one choice, whatever the number of tokens.
      logProbs[0] = Math.log(isRight ? p : 1 - p)
      return { tokens, logProbs, finish: "stop" }
    }

    const sampled = (
      question: Asked,
      { samples, seed }: SampleRequest,
      from: SimulatedLearner.Skill,
      greedy: boolean
    ): ReadonlyArray<Response> => {
      const p = learner.chance(from, question)
      const [right, wrong] = [respond(question, p, true), respond(question, p, false)]
      // The number of sample s is the s-th of the stream that the request's seed names.
      const random = fromSeed(seed)
      const { environment, level, number } = question
      const certain = fromCoordinates("greedy", environment, level, number).unit()
      return Array.from({ length: samples }, () => (greedy ? certain : random.unit()) < p ? right : wrong)
    }

    const outcomes = (rollouts: ReadonlyArray<TrainingRollout>) => {
      let last: { readonly prompt: Int32Array; readonly asked: Asked } | undefined
      return Effect.forEach(rollouts, (rollout) =>
        Effect.gen(function*() {
          // The rollouts of a group share their prompt.
          if (last?.prompt !== rollout.prompt) {
            last = { prompt: rollout.prompt, asked: yield* asked(rollout.prompt) }
          }
          const right = answers[SimulatedEnvironment.gold(last.asked)]!
          const { response } = rollout
          const isRight = response.length === right.length && response.every((token, i) => token === right[i])
          return { asked: last.asked, isRight, rollout }
        }))
    }

    const learn = (batch: ReadonlyArray<Outcome>): UpdateReport => {
      let surprisal = 0
      let loss = 0
      let tokens = 0
      const lessons = [...Map.groupBy(batch, ({ asked }) => asked)].map(([asked, group]) => {
        const p = learner.chance(skill, asked)
        let gradient = 0
        for (const { isRight, rollout } of group) {
          const logProb = Math.log(isRight ? p : 1 - p)
          const old = rollout.logProbs.reduce((sum, each) => sum + each, 0)
          gradient += rollout.advantage * learner.score(p, isRight) / group.length
          loss -= rollout.advantage * Math.exp(logProb - old) / batch.length
          surprisal -= logProb
          tokens += rollout.response.length
        }
        return { asked, gradient }
      })
      const gradientNorm = Math.hypot(...lessons.map(({ gradient }) => gradient))
      const applied = Number.isFinite(gradientNorm)
      if (applied) skill = learner.learn(skill, lessons)
      return { ...blankReport, loss, gradientNorm, applied, surprisal: surprisal / tokens, tokens }
    }

    const restored = (directory: string): Effect.Effect<SimulatedLearner.Skill, PolicyError> =>
      Effect.gen(function*() {
        const { tensors } = yield* SafetensorsFile.open(join(directory, file))
        const weights = yield* Effect.forEach(
          names,
          (name) => tensors.get(name)?.read ?? Effect.fail(`it lacks ${name}`)
        )
        return learner.isSkill(weights) ? weights : yield* Effect.fail("it is another pool's")
      }).pipe(
        Effect.scoped,
        Effect.mapError((reason) =>
          failure("Snapshot", `${join(directory, file)} is no snapshot of this simulated pool: ${reason}`)
        )
      )

    return Policy.of({
      info: {
        facts: { backend: "simulated" },
        description: "a simulated learner",
        vocabulary: Tokenizer.vocabulary,
        context,
        notes: []
      },
      encode: Tokenizer.encode,
      prompt: Tokenizer.prompt,
      decode: Tokenizer.decode,
      endToken: Tokenizer.endToken,
      sample: (requests, { maxTokens, temperature }, weights = skill) =>
        Effect.gen(function*() {
          if (!learner.isSkill(weights)) {
            return yield* failure("Request", "the weights are not those of this simulated pool")
          }
          if (maxTokens < longest) {
            return yield* failure("Request", `the simulated answers need ${longest} tokens, not ${maxTokens}`)
          }
          return yield* Effect.forEach(requests, (request) =>
            request.samples < 1
              ? failure("Request", "a request is for at least one sample")
              : Effect.map(
                asked(request.prompt),
                (question) => sampled(question, request, weights, temperature === 0)
              ))
        }),
      update: (rollouts) =>
        rollouts.length === 0
          ? failure("Request", "an update needs at least one rollout")
          : Effect.map(outcomes(rollouts), learn),
      supervise: (examples) =>
        Effect.succeed({
          ...blankReport,
          tokens: examples.reduce((sum, { response }) => sum + response.length, 0)
        }),
      publish: Effect.sync(() => skill),
      snapshot: (directory) =>
        SafetensorsFile.write(
          join(directory, file),
          skill.map((values, i) => ({
            name: names[i]!,
            format: "F32" as const,
            shape: [values.length],
            read: Effect.succeed(Float32Array.from(values))
          })),
          {}
        ).pipe(
          Effect.mapBoth({
            onFailure: (reason) => failure("Snapshot", `The snapshot could not be written: ${reason}`),
            onSuccess: (written) => [{ name: file, ...written }]
          })
        ),
      restore: (directory) =>
        Effect.map(restored(directory), (weights) => {
          skill = weights
        }),
      reference: (directory) => Effect.asVoid(restored(directory))
    })
  })

/**
 * A fresh simulated learner on a pool.
 *
 * @param seed of what learning adds by chance
 */
export const layer = (
  settings: SimulatedLearner.Settings,
  pool: ReadonlyArray<Nature>,
  seed: number
): Layer.Layer<Policy, PolicyError> => Layer.effect(Policy, make(settings, pool, seed))
