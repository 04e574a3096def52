/** A kind of request to a Tinker server. */
import type { Schema } from "effect"

/** What a repeated request does, when the reply to the first one was lost. */
export type Repetition =
  /** Nothing that matters: it may always be sent again. */
  | "harmless"
  /** It is taken for the same one by its `seq_id`, where the server keeps them. */
  | "numbered"
  /** It is applied twice. */
  | "applied"

/** What can be asked for. */
export interface Operation<Body> {
  /** Below `/api/v1/`. */
  readonly path: string
  readonly repetition: Repetition
  readonly body: Schema.Schema<Body>
}

/** An operation that is answered at once. */
export interface Direct<Body, Reply> extends Operation<Body> {
  readonly _tag: "Direct"
  readonly reply: Schema.Schema<Reply>
}

/** An operation that is answered with a future, whose result is fetched later. */
export interface Deferred<Body, Result> extends Operation<Body> {
  readonly _tag: "Deferred"
  readonly result: Schema.Schema<Result>
}

export const direct = <Body, Reply>(operation: Omit<Direct<Body, Reply>, "_tag">): Direct<Body, Reply> => ({
  _tag: "Direct",
  ...operation
})

export const deferred = <Body, Result>(
  operation: Omit<Deferred<Body, Result>, "_tag">
): Deferred<Body, Result> => ({ _tag: "Deferred", ...operation })
