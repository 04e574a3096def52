/** What every trainable policy keeps about losses; part of `policyContract`. */
import { seed } from "@scaler/dsl/Random"
import { afterAll, beforeAll, describe, expect, test } from "bun:test"
import { Effect, Either, type Layer } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Loss from "./Loss.ts"
import { Policy, type PolicyError, type TrainingRollout, type UpdateOptions } from "./Policy.ts"
import * as Sampling from "./Sampling.ts"

type Service = typeof Policy.Service

const maxTokens = 6

/** One group whose first response was the best. */
const sampleGroup = (policy: Service): Effect.Effect<ReadonlyArray<TrainingRollout>, PolicyError> =>
  Effect.gen(function*() {
    const prompt = yield* policy.encode("2+3=")
    const request = { prompt, samples: 4, seed: seed("losses") }
    const [group] = yield* policy.sample([request], { ...Sampling.defaults, maxTokens })
    return group!.map(({ logProbs, tokens }, i) => ({
      prompt,
      response: tokens,
      logProbs,
      advantage: i === 0 ? 1.5 : -0.5
    }))
  })

const options = (loss: Partial<Loss.Loss>): UpdateOptions => ({
  learningRate: 0.01,
  loss: { ...Loss.defaults, ...loss },
  temperature: 1,
  maxTokens
})

/** Which losses a policy knows; others it refuses. */
export interface Losses {
  readonly surrogates: ReadonlyArray<Loss.Loss["surrogate"]>
  readonly divergence: boolean
  readonly entropy: boolean
}

export const lossContract = (
  layer: Layer.Layer<Policy, PolicyError>,
  { divergence, entropy, surrogates }: Losses
): void => {
  describe("losses", () => {
    let directory = ""
    const fresh = <A>(body: (policy: Service) => Effect.Effect<A, PolicyError>): Promise<A> =>
      Effect.runPromise(Effect.provide(Effect.flatMap(Policy, body), layer))
    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "policy-losses-"))
    })
    afterAll(() => rmSync(directory, { recursive: true, force: true }))

    test("each teaches: the best response of a group becomes more probable", async () => {
      for (const surrogate of surrogates) {
        const { after, before } = await fresh((policy) =>
          Effect.gen(function*() {
            const group = yield* sampleGroup(policy)
            // Of the best response alone, surprisal is reported before each update.
            const best = group.slice(0, 1)
            yield* policy.update(group, options({ surrogate }))
            const { surprisal } = yield* policy.update(best, options({ surrogate }))
            const sampled = best[0]!.logProbs.reduce((sum, logProb) => sum - logProb, 0) /
              best[0]!.logProbs.length
            return { before: sampled, after: surprisal }
          })
        )
        expect(after, surrogate).toBeLessThan(before)
      }
    }, 60_000)

    test("what it does not know it refuses", async () => {
      const unknown: ReadonlyArray<Partial<Loss.Loss>> = [
        ...(["ppo", "gspo", "cispo"] as const).filter((surrogate) => !surrogates.includes(surrogate)).map((
          surrogate
        ) => ({ surrogate })),
        ...(divergence ? [] : [{ klCoefficient: 0.1 }]),
        ...(entropy ? [] : [{ entropyCoefficient: 0.1 }])
      ]
      const outcomes = await fresh((policy) =>
        Effect.flatMap(
          sampleGroup(policy),
          (group) => Effect.forEach(unknown, (loss) => Effect.either(policy.update(group, options(loss))))
        )
      )
      for (const [index, outcome] of outcomes.entries()) {
        const refusal = Either.isLeft(outcome) ? outcome.left : undefined
        expect(refusal?.reason).toBe("Request")
        expect(refusal?.message).toContain(`loss.${Object.keys(unknown[index]!)[0]!}`)
      }
    })

    test.if(divergence)(
      "a divergence needs a reference, is 0 from the policy itself, and grows as it moves away",
      async () => {
        const { kls, refusal } = await fresh((policy) =>
          Effect.gen(function*() {
            const group = yield* sampleGroup(policy)
            const update = policy.update(group, options({ klCoefficient: 0.1 }))
            const refusal = yield* Effect.either(update)
            yield* policy.snapshot(directory)
            yield* policy.reference(directory)
            return { refusal, kls: [(yield* update).kl, (yield* update).kl] as const }
          })
        )
        expect(Either.isLeft(refusal) ? refusal.left.reason : "not refused").toBe("Request")
        expect(Math.abs(kls[0])).toBeLessThan(1e-6)
        expect(kls[1]).toBeGreaterThan(1e-5)
      },
      30_000
    )

    test.if(entropy)("entropy is told where it counts, and keeping it up keeps it higher", async () => {
      const entropyAfter = (entropyCoefficient: number) =>
        fresh((policy) =>
          Effect.gen(function*() {
            const group = yield* sampleGroup(policy)
            for (let i = 0; i < 6; i++) yield* policy.update(group, options({ entropyCoefficient }))
            return {
              off: (yield* policy.update(group, options({}))).entropy,
              on: (yield* policy.update(group, options({ entropyCoefficient: 1e-9 }))).entropy,
              most: Math.log(policy.info.vocabulary)
            }
          })
        )
      const [free, kept] = [await entropyAfter(0), await entropyAfter(1)]
      expect(free.off).toBe(0)
      expect(free.on).toBeGreaterThan(0)
      expect(kept.on).toBeGreaterThan(free.on)
      expect(kept.on).toBeLessThanOrEqual(kept.most)
    }, 60_000)
  })
}
