import type { AnswerJson } from "@scaler/dsl/AnswerSpec"
import type { Any } from "@scaler/dsl/Environment"
import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"

/** What another program answered to an instance. */
interface Golden {
  readonly environment: string
  readonly instance: unknown
  readonly answer: AnswerJson
}

/** The tests that oracles, or checkers where answers are not unique, agree with recorded answers, a file of JSON lines. */
export const testGoldens = (
  { by, file, load }: {
    /** Who gave the answers. */
    readonly by: string
    readonly file: string
    readonly load: (environment: string) => Promise<Any>
  }
): void => {
  const goldens = readFileSync(file, "utf8").trim().split("\n").map((line) => JSON.parse(line) as Golden)
  describe(`answers of ${by}`, () => {
    for (const [name, some] of Map.groupBy(goldens, ({ environment }) => environment)) {
      test(`to ${some.length} instances of ${name}`, async () => {
        const environment = await load(name)
        for (const { answer, instance } of some) {
          const gold: unknown = environment.solve(instance)
          if (environment.check === undefined) expect(environment.answer.encode(gold)).toEqual(answer)
          else expect(environment.check(instance, environment.answer.decode(answer), gold)).toBe(true)
        }
      })
    }
  })
}
