/** The tfjs policy in a process of its own: the controlling event loop stays free, a native crash is a typed error. */
import { Deferred, Effect, Exit, Layer, Scope } from "effect"
import { fileURLToPath } from "node:url"
import { Policy, PolicyError, type PublishedWeights } from "../Policy.ts"
import type { Answer, Call, CallTag, Said } from "./Protocol.ts"
import * as Start from "./Start.ts"
import type { TfjsPolicyConfig } from "./TfjsPolicy.ts"

const entry = fileURLToPath(new URL("./main.ts", import.meta.url))
/** Variables that the policy's process inherits: where libraries and drivers are, which GPUs it may use, and nothing else. */
const inherited = [
  "PATH",
  "HOME",
  "TMPDIR",
  "LD_LIBRARY_PATH",
  "DYLD_LIBRARY_PATH",
  "CUDA_VISIBLE_DEVICES",
  "VK_DRIVER_FILES",
  "VK_ICD_FILENAMES"
]
/** Characters of its standard error that a crash report quotes. */
const quoted = 2000

type Resume = (answer: Effect.Effect<Answer<CallTag>, PolicyError>) => void

const crashed = (how: string, lastWords: string): PolicyError =>
  new PolicyError({
    reason: "Crashed",
    message:
      `The policy's process ended (${how}); what it learned since the last snapshot is lost: resume from there` +
      (lastWords.trim() === "" ? "" : `. Its last words:\n${lastWords.trim()}`)
  })

const describeExit = (code: number | null, signal: string | number | null): string =>
  signal === null
    ? `exit code ${code}`
    : `signal ${signal}${signal === "SIGKILL" || signal === 9 ? ", often for want of memory" : ""}`

/** A view of part of a buffer would be cloned with all of the buffer. */
const whole = <T extends Int32Array | Float32Array>(array: T): T =>
  array.byteLength === array.buffer.byteLength ? array : array.slice() as T

interface Connection {
  readonly call: <Tag extends CallTag>(call: Call<Tag>) => Effect.Effect<Answer<Tag>, PolicyError>
}

const connect: Effect.Effect<Connection, PolicyError, Scope.Scope> = Effect.gen(function*() {
  const ready = yield* Deferred.make<void, PolicyError>()
  const pending = new Map<number, Resume>()
  let ended: PolicyError | undefined
  let lastWords = ""
  let calls = 0
  const end = (how: string) => {
    if (ended !== undefined) return
    ended = crashed(how, lastWords)
    Deferred.unsafeDone(ready, Exit.fail(ended))
    for (const resume of pending.values()) resume(Effect.fail(ended))
    pending.clear()
  }
  const settle = (id: number, answer: Effect.Effect<Answer<CallTag>, PolicyError>) => {
    // An interrupted caller has left: its answer is nobody's.
    pending.get(id)?.(answer)
    pending.delete(id)
  }
  const hear = (said: Said) => {
    switch (said._tag) {
      case "Ready":
        return Deferred.unsafeDone(ready, Exit.void)
      case "Answered":
        return settle(said.id, Effect.succeed(said.value))
      case "Refused":
        return settle(said.id, Effect.fail(new PolicyError({ reason: said.reason, message: said.message })))
      case "Defect":
        return end(said.message)
    }
  }
  const child = yield* Effect.acquireRelease(
    Effect.try({
      try: () =>
        Bun.spawn([process.execPath, entry], {
          env: Object.fromEntries(inherited.flatMap((name) => {
            const value = process.env[name]
            return value === undefined ? [] : [[name, value]]
          })),
          serialization: "advanced",
          stdio: ["ignore", "ignore", "pipe"],
          ipc: (said: Said) => hear(said),
          onExit: ({ exitCode, signalCode }) => {
            // What it wrote last may still be on its way.
            setTimeout(() => end(describeExit(exitCode, signalCode)), 20)
          }
        }),
      catch: (cause) =>
        new PolicyError({
          reason: "Backend",
          message: `The policy's process could not be started: ${String(cause)}`
        })
    }),
    (child) =>
      Effect.promise(() => {
        child.kill("SIGKILL")
        return child.exited
      })
  )
  yield* Effect.forkScoped(Effect.promise(async () => {
    const decoder = new TextDecoder()
    for await (const chunk of child.stderr) {
      lastWords = (lastWords + decoder.decode(chunk, { stream: true })).slice(-quoted)
    }
  }))
  yield* Deferred.await(ready)
  return {
    call: <Tag extends CallTag>(call: Call<Tag>) =>
      Effect.async<Answer<CallTag>, PolicyError>((resume) => {
        if (ended !== undefined) return resume(Effect.fail(ended))
        const id = calls++
        pending.set(id, resume)
        child.send({ id, call })
        return Effect.sync(() => pending.delete(id))
      }) as Effect.Effect<Answer<Tag>, PolicyError>
  }
})

/** A process with a policy in it. */
const start = (config: TfjsPolicyConfig) =>
  Effect.gen(function*() {
    const { call } = yield* connect
    return { call, info: yield* call<"Start">({ _tag: "Start", config }) }
  })

const make = (config: TfjsPolicyConfig): Effect.Effect<typeof Policy.Service, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const { tokenizer } = yield* Start.open(config.model, config.seed)
    const { call, info } = yield* start(config)
    const sampler = yield* Effect.cached(Scope.extend(start(config), yield* Effect.scope))
    let sent: PublishedWeights | undefined
    return {
      info,
      encode: tokenizer.encode,
      prompt: tokenizer.prompt,
      decode: tokenizer.decode,
      endToken: tokenizer.endTokens[0],
      sample: (requests, options, weights) => {
        const asked = {
          _tag: "Sample",
          requests: requests.map((request) => ({ ...request, prompt: whole(request.prompt) })),
          options
        } as const
        if (weights === undefined) return call<"Sample">(asked)
        return Effect.flatMap(sampler, ({ call }) => {
          const isNew = sent !== weights
          sent = weights
          return call<"Sample">({ ...asked, weights: isNew ? weights : "last" })
        })
      },
      update: (rollouts, options) =>
        call<"Update">({
          _tag: "Update",
          rollouts: rollouts.map(({ advantage, logProbs, prompt, response }) => ({
            prompt: whole(prompt),
            response: whole(response),
            logProbs: whole(logProbs),
            advantage
          })),
          options
        }),
      supervise: (examples, { learningRate }) =>
        call<"Supervise">({
          _tag: "Supervise",
          examples: examples.map(({ prompt, response }) => ({
            prompt: whole(prompt),
            response: whole(response)
          })),
          learningRate
        }),
      publish: call<"Publish">({ _tag: "Publish" }),
      snapshot: (directory) => call<"Snapshot">({ _tag: "Snapshot", directory }),
      restore: (directory) => Effect.asVoid(call<"Restore">({ _tag: "Restore", directory })),
      reference: (directory) => Effect.asVoid(call<"Reference">({ _tag: "Reference", directory }))
    }
  })

/**
 * A policy in a process of its own, ended with the layer's scope; a second one, which samples from published weights
 * beside it, starts when that is first asked for. When a process dies, its pending calls and all later ones fail with
 * reason `Crashed`. Interrupting a call does not stop the work, only the wait for it.
 */
export const layer = (config: TfjsPolicyConfig): Layer.Layer<Policy, PolicyError> =>
  Layer.scoped(Policy, make(config))
