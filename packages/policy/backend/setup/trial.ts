/** `bun trial.ts BACKEND FOLDER` tries a backend of TensorFlow's whose package a folder has, and says in JSON how it went. */
import { Effect, Either } from "effect"
import { check } from "../Check.ts"
import { start, type TensorFlowName } from "../TensorFlow.ts"

const [name, folder] = process.argv.slice(2) as [TensorFlowName, string]
const attempt = await Effect.runPromise(Effect.either(check(name, start(name, undefined, folder))))
console.log(JSON.stringify(Either.match(attempt, {
  onLeft: ({ message }) => ({ message }),
  onRight: ({ kernel, threads }) => ({ kernel, threads })
})))
