/** A policy that answers at once, so that what is left is everything around it. */
import { FileSystem } from "@effect/platform"
import { blankReport, Policy, PolicyError, type UpdateReport } from "@scaler/policy/Policy"
import * as Tokenizer from "@scaler/policy/tokenizer/CharacterTokenizer"
import { Effect, Layer } from "effect"
import { createHash } from "node:crypto"
import { join } from "node:path"

const files = ["model.safetensors", "optimizer.safetensors"]

const report = (responses: ReadonlyArray<{ readonly response: Int32Array }>): UpdateReport => ({
  ...blankReport,
  tokens: responses.reduce((sum, { response }) => sum + response.length, 0)
})

/**
 * Half of each group's responses say `1` and the other half `2`, each in so many tokens as a small model's.
 *
 * @param update milliseconds that an update takes
 */
export const layer = (update: number) =>
  Layer.effect(
    Policy,
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      const responses = yield* Effect.forEach(["1", "2"], (answer) =>
        Effect.map(Tokenizer.encode(`The answer is \\boxed{${answer}}`), (text) => {
          const tokens = Int32Array.of(...text, Tokenizer.endToken)
          return { tokens, logProbs: new Float32Array(tokens.length).fill(-1), finish: "stop" as const }
        }))
      const onDisk = <A>(effect: Effect.Effect<A, { readonly message: string }>) =>
        Effect.mapError(effect, ({ message }) =>
          new PolicyError({ reason: "Snapshot", message }))
      return Policy.of({
        info: {
          facts: { backend: "instant" },
          description: "a policy that answers at once",
          vocabulary: Tokenizer.vocabulary,
          context: 96,
          notes: []
        },
        endToken: Tokenizer.endToken,
        encode: Tokenizer.encode,
        prompt: Tokenizer.prompt,
        decode: Tokenizer.decode,
        sample: (requests) =>
          Effect.succeed(
            requests.map(({ samples }) =>
              Array.from({ length: samples }, (_, sample) =>
                responses[sample % responses.length]!)
            )
          ),
        update: (rollouts) => Effect.delay(Effect.sync(() => report(rollouts)), update),
        supervise: (examples) => Effect.sync(() => report(examples)),
        snapshot: (directory) =>
          onDisk(Effect.forEach(files, (name) =>
            Effect.as(fs.writeFileString(join(directory, name), ""), {
              name,
              bytes: 0,
              sha256: createHash("sha256").digest("hex")
            }))),
        publish: Effect.succeed([]),
        restore: () => Effect.void,
        reference: () => Effect.void
      })
    })
  )
