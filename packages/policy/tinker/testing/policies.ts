/** Policies on a loopback server, as tests want them. */
import { Effect, type Layer, type Scope } from "effect"
import type { Policy, PolicyError } from "../../Policy.ts"
import * as CharacterTokenizer from "../../tokenizer/CharacterTokenizer.ts"
import * as TinkerPolicy from "../TinkerPolicy.ts"
import * as LoopbackServer from "./LoopbackServer.ts"

export const config = (url: string): TinkerPolicy.TinkerPolicyConfig => ({
  url,
  baseModel: "tiny",
  tokenizer: CharacterTokenizer,
  tokenizerFingerprint: "characters",
  context: 64,
  lora: { rank: 4 },
  seed: 1,
  optimizer: { beta1: 0.9, beta2: 0.99, weightDecay: 0, maxGradientNorm: null },
  firstPause: 2,
  tries: 4
})

/** A policy with the server that it is on. */
export const onServer = <A, E>(
  options: LoopbackServer.Options,
  use: (
    connect: (changes?: Partial<TinkerPolicy.TinkerPolicyConfig>) => Layer.Layer<Policy, PolicyError>,
    server: LoopbackServer.LoopbackServer
  ) => Effect.Effect<A, E, Scope.Scope>
): Promise<A> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(
    LoopbackServer.start(options),
    (server) => use((changes) => TinkerPolicy.layer({ ...config(server.url), ...changes }), server)
  )))
