/** The modules of Effect that shared artifacts run on, as one script without imports. */
import { Effect } from "effect"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import * as Cache from "./Cache.ts"
import { allowed } from "./EffectModules.ts"
import { sha256 } from "./Hash.ts"
import { sources, toolchain } from "./Toolchain.ts"

export interface SharedRuntime {
  /** A script (no imports, no exports, its names its own): it goes before the artifact, in the same module. */
  readonly code: string
  /** SHA-256 of `code`, hexadecimal. */
  readonly hash: string
  /** Lines of `code`. */
  readonly lines: number
}

/** Where the script puts the modules, and shared artifacts find them. */
const place = `globalThis[Symbol.for("@scaler/compiler/effect")]`

/** The source of `effect/<module>` as a shared artifact imports it: names looked up in what the script put there. */
export const moduleSource = async (module: string): Promise<string> => {
  const names = Object.keys(await import(`effect/${module}`) as object)
  const lookups = names.map((name, index) =>
    `const e${index} = /* @__PURE__ */ take(${JSON.stringify(name)})`
  )
  const exports = names.map((name, index) => `e${index} as ${name}`)
  return `const take = (name) => ${place}.${module}[name]
${lookups.join("\n")}
export { ${exports.join(", ")} }`
}

const bundle = async (): Promise<string> => {
  const esbuild = await import("esbuild")
  const imports = allowed.map((module) => `import * as ${module} from "effect/${module}"`)
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `${imports.join("\n")}\n${place} = { ${allowed.join(", ")} }`,
      resolveDir: dirname(fileURLToPath(import.meta.url))
    },
    bundle: true,
    format: "iife",
    platform: "neutral",
    mainFields: ["module", "main"],
    target: "esnext",
    charset: "utf8",
    legalComments: "none",
    minify: true,
    tsconfigRaw: "{}",
    write: false,
    logLevel: "silent"
  })
  return outputFiles[0]!.text
}

const load = (directory: string | undefined) =>
  Effect.gen(function*() {
    const key = sha256(JSON.stringify(["shared runtime", yield* sources, toolchain]))
    const cached = yield* Cache.read(directory, key)
    const code = cached ?? (yield* Effect.promise(bundle))
    if (cached === undefined) yield* Cache.write(directory, key, code)
    return { code, hash: sha256(code), lines: code.split("\n").length }
  })

const loaded = new Map<string | undefined, Effect.Effect<SharedRuntime>>()

/** The shared runtime: bundled once per toolchain, read once per process. */
export const sharedRuntime = (
  directory: string | undefined = Cache.defaultDirectory
): Effect.Effect<SharedRuntime> =>
  Effect.suspend(() => {
    const known = loaded.get(directory)
    if (known !== undefined) return known
    const once = Effect.runSync(Effect.cached(load(directory)))
    loaded.set(directory, once)
    return once
  })
