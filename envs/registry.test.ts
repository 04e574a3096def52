import { describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { relative } from "node:path"
import { registry } from "./registry.ts"

describe("registry", () => {
  test("lists every module below envs, and nothing else", () => {
    const modules = [...new Bun.Glob("*/*.ts").scanSync(import.meta.dir)].filter((file) =>
      !file.endsWith(".test.ts")
    )
    const listed = registry.entries.map(({ file }) => relative(import.meta.dir, file))
    expect(listed.toSorted()).toEqual(modules.toSorted())
  })

  test("each module declares the environment it is listed for", async () => {
    for (const { name } of registry.entries) {
      // The name is one of the registry's own, so `get` may be asked for it.
      const environment = await Effect.runPromise(registry.get(name as "sum"))
      expect(environment.name as string).toBe(name)
    }
  })

  test("a name gives the environment of that name, typed", async () => {
    const sum = await Effect.runPromise(registry.get("sum"))
    expect(sum.statement({ terms: [12, 34] })).toBe("Add 12 and 34.")
    expect(sum.solve({ terms: [12, 34] })).toBe(46)
  })
})
