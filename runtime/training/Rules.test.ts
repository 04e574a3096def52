import { expect, test } from "bun:test"
import { Schema } from "effect"
import * as Rules from "../curriculum/Rules.ts"
import * as Recipe from "../run/Recipe.ts"
import { directory, fail, finish, recipe, recorded, say, timeless } from "../testing/testRun.ts"

const environments = [say("alpha"), say("beta"), say("gamma")]

test.each(Rules.names)("stopped under the rule %s goes on as if it had not been", async (name) => {
  const [whole, stopped] = [directory(), directory()]
  const changes = {
    recipe: {
      ...recipe,
      rollout: { ...recipe.rollout, maxStaleness: name === "bayesian" ? 1 : 0 },
      curriculum: Schema.decodeSync(Rules.Settings)(
        Rules.named(name, { activeSet: { mode: "uniform", slots: 2 } })
      )
    },
    environments
  }
  const expected = await finish({ ...changes, directory: whole })
  await finish({ ...changes, directory: stopped, stopAfter: 12 })
  expect(timeless(await finish({ ...changes, directory: stopped, mode: "resume" })))
    .toEqual(timeless(expected))
  expect(recorded(stopped)).toEqual(recorded(whole))
  expect(recorded(whole).explanations.length).toBe(12 * 2)
})

test("may go on under another rule where that is allowed", async () => {
  const place = { directory: directory(), environments }
  await finish({ ...place, stopAfter: 11 })
  const curriculum = Schema.decodeSync(Rules.Settings)({ rule: "ceiling", slots: 2 })
  const changed = { ...place, mode: "resume", recipe: { ...recipe, curriculum } } as const
  expect((await fail(changed)).message).toContain("recipe.curriculum.rule")
  expect((await finish({ ...changed, allowChanged: true })).status).toBe("finished")
})

test("a data set is not refilled within a step", () => {
  const decode = (refills: number) =>
    Schema.decodeUnknownEither(Recipe.Recipe)({
      ...Schema.encodeSync(Recipe.Recipe)(recipe),
      rollout: { ...recipe.rollout, refills },
      curriculum: { rule: "data-set" }
    })
  expect(decode(0)._tag).toBe("Right")
  expect(String(decode(1))).toContain("a data set has no further instances")
})
