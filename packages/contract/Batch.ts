import { Effect } from "effect"

/** Requests per sandbox call: enough that the message costs nothing, few enough for the limits on one call. */
const size = 32

/** All results of a sandbox operation, in order of the requests. */
export const inBatches = <Request, Result, E>(
  requests: ReadonlyArray<Request>,
  call: (batch: ReadonlyArray<Request>) => Effect.Effect<ReadonlyArray<Result>, E>
): Effect.Effect<ReadonlyArray<Result>, E> =>
  Effect.map(
    Effect.forEach(
      Array.from({ length: Math.ceil(requests.length / size) }, (_, at) =>
        requests.slice(at * size, (at + 1) * size)),
      call
    ),
    (batches) =>
      batches.flat()
  )
