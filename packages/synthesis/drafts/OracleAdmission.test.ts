import * as Native from "@scaler/sandbox/native/Native"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { afterAll, expect } from "bun:test"
import { Effect, Either, Layer, ManagedRuntime } from "effect"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as AdmittedEnvironment from "../AdmittedEnvironment.ts"
import * as PoolFolder from "../pool/PoolFolder.ts"
import { task } from "../testing/ferryQueue.ts"
import { nativeTest } from "../testing/nativeTest.ts"
import * as Admission from "./Admission.ts"
import * as OracleAdmission from "./OracleAdmission.ts"

const folder = mkdtempSync(join(tmpdir(), "oracles-"))
const runtime = ManagedRuntime.make(Layer.merge(Native.layer(), Sandbox.layer()))
afterAll(async () => {
  await runtime.dispose()
  rmSync(folder, { recursive: true })
})

const example = readFileSync(join(import.meta.dir, "../authoring/example.ts"), "utf8")

const oracle = `interface Instance { readonly capacity: number; readonly weights: ReadonlyArray<number> }
export const solve = ({ capacity, weights }: Instance) => {
  const loads = [0]
  for (const weight of weights) {
    const last = loads.length - 1
    if (loads[last]! + weight > capacity) loads.push(weight)
    else loads[last]! += weight
  }
  return loads.reduce((sum, load) => sum + load * load, 0)
}
`

nativeTest("an oracle that programs agree with takes their place; another one does not", async () => {
  const scratch = join(folder, "scratch")
  const admitted = await runtime.runPromise(Admission.admit(example, task(), scratch))
  const wrong = oracle.replace("> capacity", ">= capacity")
  expect(await runtime.runPromise(Effect.flip(OracleAdmission.admit(wrong, admitted, scratch))))
    .toMatchObject({
      stage: "agreement",
      message: expect.stringMatching(/^solve answers "\d+", where accepted programs answer "\d+", for \{"/)
    })
  const untyped = oracle.replace("loads.reduce", "loads.produce")
  expect(await runtime.runPromise(Effect.flip(OracleAdmission.admit(untyped, admitted, scratch))))
    .toMatchObject({ stage: "compile" })

  const own = await runtime.runPromise(OracleAdmission.admit(oracle, admitted, scratch))
  const load = (name: string) => AdmittedEnvironment.load(join(folder, `${name}.json`))
  const drawn = (found: PoolFolder.Admitted) =>
    Effect.gen(function*() {
      yield* PoolFolder.write(folder, found)
      const environment = yield* load(found.name)
      expect(environment.manifest.hash).toBe(AdmittedEnvironment.manifestOf(found).hash)
      return yield* environment.draw([0, 3, 9].map((level) => ({ level, seed: 5, index: 0 })))
    })
  const [byPrograms, byOracle] = [
    await runtime.runPromise(drawn(admitted)),
    await runtime.runPromise(drawn(own))
  ]
  expect(byOracle).toEqual(byPrograms)
  expect(byOracle.every(Either.isRight)).toBe(true)

  // What was verified is what runs.
  const file = join(folder, "oracles", `${own.name}.ts`)
  await Bun.write(file, oracle.replace("sum + load * load", "sum + load"))
  expect(await runtime.runPromise(Effect.flip(load(own.name)))).toMatchObject({
    _tag: "PoolError",
    message: expect.stringContaining("was changed since it was verified")
  })
})
