/** What the Tinker protocol costs this process: replies with responses are read, batches for updates are written. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { TrainingRollout } from "@scaler/policy/Policy"
import * as Batch from "@scaler/policy/tinker/Batch"
import * as Dialect from "@scaler/policy/tinker/Dialect"
import { forwardBackward } from "@scaler/policy/tinker/wire/ForwardBackward"
import { sample } from "@scaler/policy/tinker/wire/Sample"
import { Effect, Schema } from "effect"
import type { Recording } from "./Recording.ts"

/** Rollouts of a group, and tokens of its prompt. */
const samples = 8
const promptLength = 300

const logProbs = (length: number, ...coordinates: ReadonlyArray<number>) => {
  const { unit } = fromCoordinates("log-probabilities", ...coordinates)
  return Float32Array.from({ length }, () => Math.log(1 - unit()))
}

const groups = (recording: Recording): ReadonlyArray<ReadonlyArray<TrainingRollout>> =>
  Array.from(
    { length: recording.length / samples },
    (_, group) =>
      recording.slice(group * samples, (group + 1) * samples).map((response, i) => ({
        prompt: new Int32Array(promptLength),
        response,
        logProbs: logProbs(response.length, group, i),
        advantage: i % 2 === 0 ? 1 : -1
      }))
  )

/** Milliseconds of a core for each rollout. */
const cost = <E>(recording: Recording, all: Effect.Effect<unknown, E>) =>
  Effect.gen(function*() {
    // The first time, engines compile.
    yield* all
    const before = process.cpuUsage()
    yield* all
    const { system, user } = process.cpuUsage(before)
    return (user + system) / 1000 / recording.length
  })

/** Sampled responses, from the text of a reply to the policy's arrays. */
const reading = (recording: Recording) => {
  const replies = groups(recording).map((group) =>
    JSON.stringify({
      sequences: group.map(({ logProbs, response }) => ({
        stop_reason: "stop",
        tokens: [...response],
        logprobs: [...logProbs]
      }))
    })
  )
  const decode = Schema.decodeUnknown(Schema.parseJson(sample.result))
  return cost(
    recording,
    Effect.forEach(
      replies,
      (reply) =>
        Effect.map(decode(reply), ({ sequences }) =>
          sequences.map(({ logprobs, tokens }) => ({
            tokens: Int32Array.from(tokens),
            logProbs: Float32Array.from(logprobs)
          })))
    )
  )
}

/** An update's batch as a request's text, and the log-probabilities that come back. */
const updating = (recording: Recording) => {
  const batches = groups(recording)
  const replies = batches.map((group) =>
    JSON.stringify({
      loss_fn_outputs: group.map(({ logProbs }) => ({
        logprobs: { data: [...new Float32Array(promptLength - 1), ...logProbs] }
      }))
    })
  )
  const encode = Schema.encode(Schema.parseJson(forwardBackward.body))
  const decode = Schema.decodeUnknown(Schema.parseJson(forwardBackward.result))
  return cost(
    recording,
    Effect.forEach(batches, (group, i) => {
      const [first, ...rest] = Batch.ofRollouts(Dialect.tinker, group, group.map(() => 1 / samples))
      const body = {
        model_id: "model",
        seq_id: i,
        forward_backward_input: { data: [first!, ...rest] as const, loss_fn: "importance_sampling" as const }
      }
      return Effect.zipRight(encode(body), decode(replies[i]!))
    })
  )
}

/** Milliseconds of a core for each rollout: to read it, and to train on it. */
export const measure = (recording: Recording) =>
  Effect.all({ reading: reading(recording), updating: updating(recording) })
