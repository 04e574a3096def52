/** The one model of a policy: trained, sampled from, kept on the server, and replaced by what was kept. */
import { Effect, Exit, Scope } from "effect"
import { PolicyError } from "../Policy.ts"
import type { Client } from "./Client.ts"
import type { ServerLoss } from "./Losses.ts"
import * as RemoteModel from "./RemoteModel.ts"
import { type TinkerError, toPolicyError } from "./TinkerError.ts"
import type { Datum } from "./wire/Datum.ts"
import type { AdamParams } from "./wire/OptimStep.ts"

/** What a step was made with, and whether it was. */
export interface Step {
  /** Of each datum's targets, before the step. */
  readonly logProbs: ReadonlyArray<ReadonlyArray<number>>
  /** NaN where the server does not tell it. */
  readonly gradientNorm: number
  /** False where something was not finite: the model is then of no use any more. */
  readonly applied: boolean
}

/** Who uses it sees to it that its calls do not overlap. */
export interface PresentModel {
  readonly step: (
    data: ReadonlyArray<Datum>,
    loss: ServerLoss,
    params: AdamParams
  ) => Effect.Effect<Step, PolicyError>
  /** Of the present weights. */
  readonly sampler: Effect.Effect<RemoteModel.Sampler, PolicyError>
  /** Where the present weights and their optimiser are kept. */
  readonly save: Effect.Effect<string, PolicyError>
  /** Goes on with what was kept; fails with reason `Snapshot`, and nothing changed, where the server has it no more. */
  readonly load: (path: string) => Effect.Effect<void, PolicyError>
}

interface Held {
  readonly model: RemoteModel.RemoteModel
  /** Its session's. */
  readonly scope: Scope.CloseableScope
  /** Whether gradients were added that no step has used. */
  isHalfUpdated: boolean
  /** Of these weights, once it was asked for. */
  sampler?: RemoteModel.Sampler
  /** Where these weights are kept, once they are. */
  path?: string
}

const halfUpdated = new PolicyError({
  reason: "Crashed",
  message: "An update ended half-way, and the model on the server is of no use: resume from the last snapshot"
})

const notLoaded = (path: string) => (error: TinkerError): PolicyError =>
  error.reason === "Forgotten" || error.reason === "Refused"
    ? new PolicyError({
      reason: "Snapshot",
      message: `The server could not load what it kept as ${path}: ${error.message}`
    })
    : toPolicyError(error)

const close = ({ model, scope }: Held) => Effect.zipRight(model.unload, Scope.close(scope, Exit.void))

/** A fresh adapter; it is freed with the scope. */
export const make = (
  client: Client,
  options: Omit<RemoteModel.Options, "path">
): Effect.Effect<PresentModel, PolicyError, Scope.Scope> =>
  Effect.gen(function*() {
    const open = (path?: string): Effect.Effect<Held, TinkerError> =>
      Effect.flatMap(Scope.make(), (scope) =>
        RemoteModel.make(client, path === undefined ? options : { ...options, path }).pipe(
          Scope.extend(scope),
          Effect.map((model) => ({
            model,
            scope,
            isHalfUpdated: false,
            ...(path === undefined ? {} : { path })
          })),
          Effect.onError((cause) =>
            Scope.close(scope, Exit.failCause(cause))
          )
        ))
    let held = yield* Effect.mapError(open(), toPolicyError)
    yield* Effect.addFinalizer(() => close(held))
    let snapshots = 0

    const whole = Effect.suspend(() => held.isHalfUpdated ? halfUpdated : Effect.succeed(held))
    return {
      step: (data, loss, params) =>
        Effect.flatMap(whole, ({ model, scope }) =>
          Effect.gen(function*() {
            const stepped: Held = { model, scope, isHalfUpdated: true }
            held = stepped
            const logProbs = yield* model.forwardBackward(data, loss)
            if (!logProbs.flat().every(Number.isFinite)) {
              return { logProbs, gradientNorm: NaN, applied: false }
            }
            const metrics = yield* model.optimStep(params)
            const told = [...metrics].find(([name]) => /\bgrad(ient)?_norm$/.test(name))?.[1]
            const applied = told === undefined || Number.isFinite(told)
            stepped.isHalfUpdated = !applied
            return { logProbs, gradientNorm: told ?? NaN, applied }
          }).pipe(Effect.mapError(toPolicyError))),
      sampler: Effect.gen(function*() {
        const present = yield* whole
        return present.sampler ??= yield* Effect.mapError(present.model.sampler, toPolicyError)
      }),
      save: Effect.gen(function*() {
        const present = yield* whole
        return present.path ??= yield* Effect.mapError(
          present.model.save(`snapshot-${++snapshots}`),
          toPolicyError
        )
      }),
      load: (path) =>
        Effect.gen(function*() {
          const loaded = yield* Effect.mapError(open(path), notLoaded(path))
          yield* close(held)
          held = loaded
        })
    }
  })
