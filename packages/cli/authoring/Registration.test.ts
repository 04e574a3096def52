import { registry } from "@scaler/envs/registry"
import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { register } from "./Registration.ts"

const root = resolve(import.meta.dir, "../../..")
const text = readFileSync(resolve(root, "envs/registry.ts"), "utf8")

/** The registry's text without an environment, as if it had never been there. */
const without = (family: string, name: string) => {
  const line = new RegExp(`^    "?${name}"?: \\(\\) =>\\s+import\\(.*\\),?\n`, "m")
  const isOnly = registry.entries.filter((entry) => entry.family === family).length === 1
  const shorter = text.replace(line, "")
  return (isOnly ? shorter.replace(new RegExp(`^  "?${family}"?: \\{\n  \\},?\n`, "m"), "") : shorter)
    .replace(/,(\n {2}\})/g, "$1").replace(/,(\n\}\))/, "$1")
}

/** What dprint makes of it. */
const formatted = async (source: string) => {
  const child = Bun.spawn([resolve(root, "node_modules/.bin/dprint"), "fmt", "--stdin", "envs/registry.ts"], {
    cwd: root,
    stdin: Buffer.from(source),
    stdout: "pipe",
    stderr: "ignore"
  })
  return child.stdout.text()
}

describe("register", () => {
  test.each(registry.entries.map(({ family, name }) => [name, family] as const))(
    "puts %s back where it was",
    (name, family) => {
      const shorter = without(family, name)
      expect(shorter).not.toContain(`/${name}.ts`)
      expect(register(shorter, family, name)).toBe(text)
    }
  )

  test("makes lines that the formatter leaves alone, wherever they go", async () => {
    const added = [
      ["arithmetic", "aardvark"],
      ["sequence", "zebra"],
      ["aaa", "first"],
      ["m-family", "middle"],
      ["zzz", "last"],
      ["graph", "a-name-that-is-much-too-long-for-a-line-of-the-width-that-the-formatter-keeps-to"]
    ] as const
    const registered = added.reduce((before, [family, name]) => register(before, family, name)!, text)
    for (const [family, name] of added) expect(registered).toContain(`import("./${family}/${name}.ts")`)
    expect(await formatted(registered)).toBe(registered)
  }, 120_000)

  test("refuses a text that it does not know its way in", () => {
    expect(register("export const registry = {}", "graph", "new")).toBeUndefined()
  })
})
