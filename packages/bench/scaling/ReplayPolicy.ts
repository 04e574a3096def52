/** A policy that gives recorded responses, each after the time that an engine would take for it. */
import { fromCoordinates, type Seed } from "@scaler/dsl/Random"
import {
  blankReport,
  Policy,
  type PolicyError,
  type Response,
  type UpdateReport
} from "@scaler/policy/Policy"
import type { Tokenizer } from "@scaler/policy/tokenizer/Tokenizer"
import { Array as Arr, Effect, Layer } from "effect"
import type { Answers, AnswerSheet } from "./AnswerSheet.ts"
import type { Recording } from "./Recording.ts"

export interface Options {
  readonly tokenizer: Tokenizer
  readonly recording: Recording
  readonly sheet: AnswerSheet
  /** Responses a second; Infinity for all at once. */
  readonly rate: number
}

/** Of the responses that are not right, those that are cut off before their answer. */
const cutOff = 1 / 8

const logProb = -0.3

const report = (responses: ReadonlyArray<{ readonly response: Int32Array }>): UpdateReport => ({
  ...blankReport,
  surprisal: -logProb,
  tokens: responses.reduce((sum, { response }) => sum + response.length, 0)
})

const join = (parts: ReadonlyArray<ArrayLike<number>>): Int32Array => {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/**
 * All responses of a request begin at once and arrive one by one, at moments drawn by their seeds, evenly over the time
 * that the rate gives them. The first request is answered at once.
 */
export const layer = ({ rate, recording, sheet, tokenizer }: Options): Layer.Layer<Policy> => {
  const [endToken] = tokenizer.endTokens
  const known = new WeakMap<Int32Array, Answers>()
  let requested = 0

  const respond = (
    { chance, other, right }: Answers,
    seed: Seed,
    sample: number
  ): Effect.Effect<Response, PolicyError> =>
    Effect.suspend(() => {
      const random = fromCoordinates(...seed, sample, "answer")
      // Those of a group differ, so that each is judged.
      const reasoning = recording[(seed[0] + sample) % recording.length]!
      const isRight = random.unit() < chance
      if (!isRight && random.unit() < cutOff) {
        return Effect.succeed({
          tokens: reasoning,
          logProbs: new Float32Array(reasoning.length).fill(logProb),
          finish: "length" as const
        })
      }
      return Effect.map(
        tokenizer.encode(`\n\nThe answer is \\boxed{${isRight ? right : other}}.`),
        (answer): Response => {
          const tokens = join([reasoning, answer, [endToken]])
          return { tokens, logProbs: new Float32Array(tokens.length).fill(logProb), finish: "stop" }
        }
      )
    })

  return Layer.succeed(
    Policy,
    Policy.of({
      info: {
        facts: { engine: "replay" },
        description: "recorded responses",
        vocabulary: tokenizer.vocabulary,
        context: 4096 + 8192,
        notes: []
      },
      endToken,
      encode: tokenizer.encode,
      prompt: (statement) =>
        Effect.tap(tokenizer.prompt(statement), (prompt) => {
          const answers = sheet.get(statement)
          if (answers !== undefined) known.set(prompt, answers)
          return Effect.void
        }),
      decode: tokenizer.decode,
      sample: (requests) =>
        Effect.suspend(() => {
          const responses = requests.reduce((sum, { samples }) => sum + samples, 0)
          const millis = requested++ === 0 ? 0 : (1000 * responses) / rate
          return Effect.forEach(requests, ({ prompt, samples, seed }) =>
            Effect.forEach(Arr.range(0, samples - 1), (sample) => {
              const response = respond(known.get(prompt)!, seed, sample)
              return millis === 0
                ? response
                : Effect.delay(response, millis * fromCoordinates(...seed, sample, "arrival").unit())
            }, { concurrency: "unbounded" }), { concurrency: "unbounded" })
        }),
      update: (rollouts) => Effect.sync(() => report(rollouts)),
      supervise: (examples) => Effect.sync(() => report(examples)),
      publish: Effect.succeed([]),
      snapshot: () => Effect.succeed([]),
      restore: () => Effect.void,
      reference: () => Effect.void
    })
  )
}
