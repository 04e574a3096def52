import { layer, Native } from "@scaler/sandbox/native/Native"
import { test } from "bun:test"
import { Effect, Either } from "effect"

const available = await Effect.runPromise(Effect.either(Effect.provide(Native, layer())))
const why = Either.isLeft(available) ? available.left.message : ""

/** A test that needs native programs; skipped, and says why, where there are none. */
export const nativeTest = (name: string, body: () => Promise<void>, timeout = 120_000) =>
  why === "" ? test(name, body, timeout) : test.skip(`${name} (${why})`, body)
