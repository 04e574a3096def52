/**
 * Many executions of one workflow. An execution is named by its workflow's idempotency key: asked for again, in this
 * process or a later one, it goes on from the activities that are done; once it has ended, its result, or its typed error,
 * is read back and nothing runs.
 */
import { EntityAddress } from "@effect/cluster/EntityAddress"
import { EntityId } from "@effect/cluster/EntityId"
import { EntityType } from "@effect/cluster/EntityType"
import { MessageStorage } from "@effect/cluster/MessageStorage"
import { Sharding } from "@effect/cluster/Sharding"
import type { AnyStructSchema, Workflow } from "@effect/workflow/Workflow"
import { Effect, type Exit, Layer, type Schema } from "effect"

/** What is run in a workflow's stead: its activities, and nothing else that has an effect. */
export type Body<
  Payload extends AnyStructSchema,
  Success extends Schema.Schema.Any,
  Error extends Schema.Schema.All,
  R
> = (
  payload: Payload["Type"],
  executionId: string
) => Effect.Effect<Success["Type"], Error["Type"], R>

/**
 * Registers a workflow with the engine. Of its executions, at most `concurrency` advance in this process at a time; the
 * others wait. Executions that an earlier process left resume by themselves.
 */
export const layer = <
  Name extends string,
  Payload extends AnyStructSchema,
  Success extends Schema.Schema.Any,
  Error extends Schema.Schema.All,
  R
>(
  workflow: Workflow<Name, Payload, Success, Error>,
  options: { readonly concurrency: number },
  body: Body<Payload, Success, Error, R>
) =>
  Layer.unwrapEffect(
    Effect.map(Effect.makeSemaphore(options.concurrency), (semaphore) =>
      workflow.toLayer((payload, executionId) =>
        semaphore.withPermits(1)(body(payload, executionId))
      ))
  )

/** What an execution is asked for by. */
export type Payload<Fields extends AnyStructSchema> = Parameters<
  Workflow<string, Fields, Schema.Schema.Any, Schema.Schema.All>["execute"]
>[0]

export interface Asking<Payload, Success, Error, E, R> {
  /**
   * How many executions are asked for and not ended at a time; 64 where not given. No fewer than advance at a time in all
   * processes together, and not thousands: what is asked for is held in memory and looked through often.
   */
  readonly window?: number
  /** Is told of each execution as it ends. */
  readonly ended?: (payload: Payload, exit: Exit.Exit<Success, Error>) => Effect.Effect<void, E, R>
}

/**
 * Waits until the execution of each of `payloads` has ended, wherever it ran, and gives their exits in that order.
 * Interrupted, it leaves running what it asked for.
 */
export const runAll = <
  Name extends string,
  Fields extends AnyStructSchema,
  Success extends Schema.Schema.Any,
  Error extends Schema.Schema.All,
  E = never,
  R = never
>(
  workflow: Workflow<Name, Fields, Success, Error>,
  payloads: ReadonlyArray<Payload<Fields>>,
  { ended = () => Effect.void, window = 64 }: Asking<Payload<Fields>, Success["Type"], Error["Type"], E, R> =
    {}
) =>
  Effect.forEach(
    payloads,
    (payload) => workflow.execute(payload).pipe(Effect.exit, Effect.tap((exit) => ended(payload, exit))),
    { concurrency: window }
  )

/** Forgets an execution that has ended, with all its activities, so that it runs anew when it is asked for. */
export const forget = <
  Name extends string,
  Fields extends AnyStructSchema,
  Success extends Schema.Schema.Any,
  Error extends Schema.Schema.All
>(
  workflow: Workflow<Name, Fields, Success, Error>,
  payload: Parameters<Workflow<Name, Fields, Success, Error>["executionId"]>[0]
) =>
  Effect.gen(function*() {
    const sharding = yield* Sharding
    const storage = yield* MessageStorage
    const entityId = EntityId.make(yield* workflow.executionId(payload))
    yield* Effect.orDie(storage.clearAddress(EntityAddress.make({
      entityId,
      entityType: EntityType.make(`Workflow/${workflow.name}`),
      shardId: sharding.getShardId(entityId, "default")
    })))
  })
