import type { PolicyError } from "@scaler/policy/Policy"
import "@tensorflow/tfjs-backend-cpu"
import * as tf from "@tensorflow/tfjs-core"
import { Effect } from "effect"
import { select } from "./Select.ts"

/** Makes the plain JavaScript backend the current one. */
export const startCpu: Effect.Effect<void, PolicyError> = Effect.andThen(select("cpu"), () => {
  // The first tensor of this backend prints a banner that advertises another one, unless in tests.
  const isTest = tf.env().getBool("IS_TEST")
  tf.env().set("IS_TEST", true)
  tf.dispose(tf.scalar(0))
  tf.env().set("IS_TEST", isTest)
})
