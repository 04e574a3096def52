import * as InProcess from "@scaler/contract/testing/InProcess"
import { Database } from "bun:sqlite"
import { describe, expect, test } from "bun:test"
import { join } from "node:path"
import { directory, fail, finish, recipe, recorded, say } from "../testing/testRun.ts"

const environments = (...names: ReadonlyArray<string>) =>
  new Map(names.map((name) => [name, InProcess.make(say(name))]))

const evaluations = (path: string, split: string) =>
  recorded(path).evaluations.filter((row) => (row as { readonly split: string }).split === split)

describe("environments that are never trained on", () => {
  test("are measured after warm-up and at the end, and nowhere else", async () => {
    const path = directory()
    const outcome = await finish({ directory: path, neverTrained: environments("gamma", "delta") })
    const rows = evaluations(path, "never-trained") as ReadonlyArray<
      { readonly step: number; readonly scores: string }
    >
    expect(rows.map(({ step }) => step)).toEqual([0, Number(outcome.best!.slice("step-".length))])
    for (const { scores } of rows) {
      const { cells, instances } = JSON.parse(scores) as {
        readonly instances: number
        readonly cells: ReadonlyArray<{ readonly environment: string }>
      }
      expect(new Set(cells.map(({ environment }) => environment))).toEqual(new Set(["gamma", "delta"]))
      expect(instances).toBe(2 * recipe.evaluation.levels.length * recipe.evaluation.instances)
    }
    expect(outcome.neverTrained!.instances).toBe(outcome.test!.instances)
    const trainedOn = recorded(path).groups as ReadonlyArray<{ readonly environment: string }>
    expect(new Set(trainedOn.map(({ environment }) => environment))).toEqual(new Set(["alpha", "beta"]))
    for (const split of ["validation", "test"]) {
      expect(JSON.stringify(evaluations(path, split))).not.toContain("gamma")
    }
  })

  test("are not trained on", async () => {
    expect(await fail({ neverTrained: environments("beta") })).toMatchObject({
      reason: "Recipe",
      message: "beta is trained on: it cannot be in evaluation.neverTrained too"
    })
  })
})

test("the warm-up shows its own environments alone", async () => {
  const drawn: Array<string> = []
  const watched = new Map(
    [...environments("alpha", "beta", "gamma")].map(([name, environment]) => [name, {
      ...environment,
      draw: (requests: Parameters<typeof environment.draw>[0]) => {
        if (requests.some(({ index }) => Number(index) < 0)) drawn.push(name)
        return environment.draw(requests)
      }
    }])
  )
  const only = (...names: ReadonlyArray<string>) => new Map(names.map((name) => [name, watched.get(name)!]))
  await finish({ environments: only("alpha", "beta"), warmup: only("beta", "gamma"), stopAfter: 6 })
  expect(new Set(drawn)).toEqual(new Set(["beta", "gamma"]))
})

describe("a run that starts with a checkpoint", () => {
  test("goes on as the run that wrote it did", async () => {
    const whole = directory()
    await finish({ directory: whole })
    const started = directory()
    await finish({
      directory: started,
      recipe: { ...recipe, warmup: { ...recipe.warmup, steps: 0 } },
      checkpoint: join(whole, "checkpoints", "step-000000")
    })
    const training = (path: string) => {
      const { metrics, ...others } = recorded(path)
      return {
        ...others,
        metrics: metrics.filter((row) => (row as { readonly phase: string }).phase === "training")
      }
    }
    expect(training(started)).toEqual(training(whole))
  })

  test("needs a whole one", async () => {
    const error = await fail({ checkpoint: "/nowhere/step-000000" })
    expect(error).toMatchObject({ reason: "Disk" })
    expect(error.message).toStartWith("/nowhere/step-000000 is no whole checkpoint to start from: ")
  })
})

test("a record of figures is that of all without rollouts, groups and explanations", async () => {
  const all = directory()
  const figures = directory()
  await finish({ directory: all })
  await finish({ directory: figures, record: "figures" })
  const nothing = { rollouts: [], groups: [], explanations: [] }
  expect(recorded(figures)).toEqual({ ...recorded(all), ...nothing })
  const database = new Database(join(all, "run.sqlite"), { readonly: true })
  expect(database.query("SELECT count(*) AS rows FROM rollouts").get()).not.toEqual({ rows: 0 })
  database.close()
})
