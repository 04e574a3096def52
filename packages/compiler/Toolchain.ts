/** What an artifact depends on beside the files that went into it. */
import { Effect, ModuleVersion } from "effect"
import esbuild from "esbuild/package.json" with { type: "json" }
import { readFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { sha256 } from "./Hash.ts"

/** Versions of what makes and runs an artifact. */
export const toolchain: Readonly<Record<string, string>> = {
  bun: Bun.version,
  effect: ModuleVersion.getCurrentVersion(),
  esbuild: esbuild.version
}

const read = async (): Promise<string> => {
  const folder = fileURLToPath(new URL(".", import.meta.url))
  const files = [...new Bun.Glob("*.ts").scanSync(folder)].filter((file) => !file.includes(".test")).sort()
  return sha256((await Promise.all(files.map((file) => readFile(`${folder}/${file}`, "utf8")))).join("\0"))
}

let hash: Promise<string> | undefined

/** SHA-256 over the compiler's own files: another compiler refuses other things. */
export const sources: Effect.Effect<string> = Effect.promise(() => hash ??= read())
