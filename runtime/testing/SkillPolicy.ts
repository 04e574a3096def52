/**
 * A policy of one number, its skill, for tests of everything around a policy: it reads `Say N` and gives N with chance
 * σ(skill − digits), and learns by the same policy gradient as a real one.
 */
import { FileSystem, Path } from "@effect/platform"
import { fromCoordinates } from "@scaler/dsl/Random"
import { Policy, PolicyError, type TrainingRollout, type UpdateReport } from "@scaler/policy/Policy"
import { plainPrompt } from "@scaler/policy/tokenizer/Tokenizer"
import { Effect, Layer } from "effect"
import { createHash } from "node:crypto"

const decode = (tokens: Int32Array) => String.fromCharCode(...tokens.filter((token) => token !== 0))
const encode = (text: string) => Int32Array.from(text, (character) => character.charCodeAt(0))

const numberIn = (prompt: Int32Array) => /\d+/.exec(decode(prompt))![0]

/** A loss that is not a number for the updates at which it says so, counted from 1. */
export interface Faults {
  readonly notFinite?: (update: number) => boolean
  /** Milliseconds to wait before each answer. */
  readonly delay?: () => number
}

const make = ({ delay = () => 0, notFinite = () => false }: Faults) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const path = yield* Path.Path
    let skill = 0
    let updates = 0
    const chance = (prompt: Int32Array, of = skill) => 1 / (1 + Math.exp(numberIn(prompt).length - of))
    const later = <A>(body: () => A) => Effect.delay(Effect.sync(body), delay())
    const report = (gradient: number, tokens: number): UpdateReport => {
      const applied = !notFinite(++updates)
      if (applied) skill += gradient
      return {
        loss: applied ? -skill : NaN,
        gradientNorm: Math.abs(gradient),
        applied,
        clipFraction: 0,
        kl: 0,
        entropy: 0,
        surprisal: 1,
        tokens
      }
    }
    const isRight = ({ prompt, response }: TrainingRollout) =>
      decode(response) === `\\boxed{${numberIn(prompt)}}`
    const onDisk = <A>(effect: Effect.Effect<A, { readonly message: string }>) =>
      Effect.mapError(effect, ({ message }) => new PolicyError({ reason: "Snapshot", message }))

    return Policy.of({
      info: {
        facts: { backend: "skill" },
        description: "a policy of one number",
        vocabulary: 128,
        context: 64,
        notes: []
      },
      endToken: 0,
      encode: (text) => Effect.succeed(encode(text)),
      prompt: (statement) => Effect.succeed(encode(plainPrompt(statement))),
      decode,
      sample: (requests, { temperature }, weights) =>
        later(() =>
          requests.map(({ prompt, samples, seed }) =>
            Array.from({ length: samples }, (_, sample) => {
              const p = chance(prompt, weights?.[0]![0])
              const threshold = temperature === 0 ? 0.5 : fromCoordinates(...seed, sample).unit()
              const right = threshold < p
              const text = right ? numberIn(prompt) : `9${numberIn(prompt)}`
              return {
                tokens: Int32Array.of(...encode(`\\boxed{${text}}`), 0),
                logProbs: Float32Array.of(Math.log(right ? p : 1 - p)),
                finish: "stop" as const
              }
            })
          )
        ),
      update: (rollouts, { learningRate }) =>
        later(() => {
          const gradient = rollouts.reduce(
            (sum, rollout) => sum + rollout.advantage * ((isRight(rollout) ? 1 : 0) - chance(rollout.prompt)),
            0
          )
          return report((learningRate * gradient) / rollouts.length, rollouts.length)
        }),
      supervise: (examples, { learningRate }) => later(() => report(learningRate, examples.length)),
      publish: Effect.sync(() => [Float32Array.of(skill)]),
      snapshot: (directory) =>
        onDisk(Effect.forEach(["model.safetensors", "optimizer.safetensors"], (name) => {
          const content = JSON.stringify({ skill, updates })
          const sha256 = createHash("sha256").update(content).digest("hex")
          return Effect.as(fs.writeFileString(path.join(directory, name), content), {
            name,
            bytes: content.length,
            sha256
          })
        })),
      restore: (directory) =>
        onDisk(Effect.map(fs.readFileString(path.join(directory, "model.safetensors")), (text) => {
          ;({ skill, updates } = JSON.parse(text) as { readonly skill: number; readonly updates: number })
        })),
      reference: (directory) => onDisk(Effect.asVoid(fs.access(path.join(directory, "model.safetensors"))))
    })
  })

/** A fresh policy of skill 0. */
export const layer = (faults: Faults = {}) => Layer.effect(Policy, make(faults))
