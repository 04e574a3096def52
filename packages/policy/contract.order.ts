/** What every trainable policy keeps about the order of requests, and which weights answer them; part of `policyContract`. */
import { expect, test } from "bun:test"
import { Effect, Either, type Layer } from "effect"
import { ask, free, plain, type Service, supervised } from "./contract.requests.ts"
import { Policy, type PolicyError } from "./Policy.ts"

export const orderContract = (layer: Layer.Layer<Policy, PolicyError>): void => {
  const fresh = <A>(body: (policy: Service) => Effect.Effect<A, PolicyError>): Promise<A> =>
    Effect.runPromise(Effect.provide(Effect.flatMap(Policy, body), layer))

  test("what is asked together is answered as if it were asked one after the other", async () => {
    const answers = (concurrency: 1 | "unbounded") =>
      fresh((policy) =>
        Effect.gen(function*() {
          const requests = yield* ask(policy, 2, "order")
          const [before, , after] = yield* Effect.all([
            policy.sample(requests, free),
            supervised(policy),
            policy.sample(requests, free)
          ], { concurrency })
          return [plain(before), plain(after)]
        })
      )
    const [before, after] = await answers(1)
    expect(after).not.toEqual(before)
    expect(await answers("unbounded")).toEqual([before!, after!])
  }, 60_000)

  test(
    "published weights are sampled from, also after an update has changed the present ones",
    async () => {
      const { after, before, published, refusal, twice } = await fresh((policy) =>
        Effect.gen(function*() {
          const requests = yield* ask(policy, 4, "published")
          const before = yield* policy.sample(requests, free)
          const weights = yield* policy.publish
          yield* supervised(policy)
          const [after, published] = yield* Effect.all([
            policy.sample(requests, free),
            policy.sample(requests, free, weights)
          ], { concurrency: "unbounded" })
          const later = yield* policy.publish
          const twice = [
            yield* policy.sample(requests, free, later),
            yield* policy.sample(requests, free, later),
            yield* policy.sample(requests, free, weights)
          ]
          const refusal = yield* Effect.either(policy.sample(requests, free, weights.slice(1)))
          return { before, after, published, twice, refusal }
        })
      )
      expect(plain(after)).not.toEqual(plain(before))
      expect(plain(published)).toEqual(plain(before))
      expect(twice.map(plain)).toEqual([plain(after), plain(after), plain(before)])
      expect(Either.isLeft(refusal) && refusal.left.reason).toBe("Request")
    },
    30_000
  )
}
