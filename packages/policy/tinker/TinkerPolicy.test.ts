import { afterAll } from "bun:test"
import { Effect, Exit, Scope } from "effect"
import { policyContract } from "../contract.ts"
import * as LoopbackServer from "./testing/LoopbackServer.ts"
import { config } from "./testing/policies.ts"
import * as TinkerPolicy from "./TinkerPolicy.ts"

const scope = await Effect.runPromise(Scope.make())
const server = await Effect.runPromise(Scope.extend(LoopbackServer.start(), scope))
afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

policyContract("a Tinker server", TinkerPolicy.layer(config(server.url)), {
  losses: { surrogates: ["ppo", "cispo"], divergence: false, entropy: false },
  equalFiles: false
})
