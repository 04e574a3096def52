/** One environment module and all it needs as one ES module. */
import { Effect } from "effect"
import type { BuildResult, Message, Plugin } from "esbuild"
import { readFile } from "node:fs/promises"
import { dirname, extname } from "node:path"
import { fileURLToPath } from "node:url"
import { type CompileError, fromProblems, type Problem } from "./CompileError.ts"
import * as EffectModules from "./EffectModules.ts"
import type { Flavour } from "./Manifest.ts"
import * as OwnFiles from "./OwnFiles.ts"
import * as SharedRuntime from "./SharedRuntime.ts"

export interface Bundle {
  readonly code: string
  /** Source map, version 3, its sources absolute paths. */
  readonly map: string
  /** Everything that went into it: absolute path and text. */
  readonly inputs: ReadonlyMap<string, string>
  /** Those of them that are the author's. */
  readonly authored: ReadonlySet<string>
}

/** The lean core lacks something that the module uses. */
export interface Lacking {
  readonly lacking: string
}

/** The file of a module of ours, or undefined. */
const ownModule = (specifier: string): string | undefined => {
  try {
    return fileURLToPath(import.meta.resolve(specifier))
  } catch {
    return undefined
  }
}

const dslModule = (specifier: string): string | undefined =>
  /^@scaler\/dsl\/[A-Z]\w*$/.test(specifier) ? ownModule(specifier) : undefined

const entry = (file: string) =>
  `import environment from ${JSON.stringify(file)}
import { make } from "@scaler/dsl/Runnable"
export default make(environment)`

const isMissing = ({ id, text }: Message) =>
  id === "import-is-undefined" || text.startsWith("No matching export in")

/** Bundles a file in a flavour. */
export const bundle = (
  file: string,
  flavour: Flavour
): Effect.Effect<Bundle | Lacking, CompileError> =>
  Effect.promise(async () => {
    const [esbuild, { inspect }] = await Promise.all([import("esbuild"), import("./Inspect.ts")])
    const folder = OwnFiles.packageFolder(file)
    const problems: Array<Problem> = []
    const inputs = new Map<string, string>()
    const authored = new Set<string>([file])
    let lacking: string | undefined

    const load = async (path: string) => {
      const text = await readFile(path, "utf8")
      inputs.set(path, text)
      const extension = extname(path)
      const loader = extension === ".json" ? "json" : /^\.m?ts$/.test(extension) ? "ts" : "js"
      const resolveDir = dirname(path)
      if (!authored.has(path) || loader === "json") return { contents: text, loader, resolveDir } as const
      const inspection = inspect(
        path,
        text,
        (specifier) => OwnFiles.refuseImport(folder, path, specifier, dslModule)
      )
      problems.push(...inspection.problems)
      if (inspection.needsShared) {
        lacking = `${path} uses Effect or Schema in a way that only the shared flavour follows`
      }
      if (path === file && !inspection.hasDefaultExport) {
        problems.push({
          reason: "NoDefaultExport",
          message: "the module must export an environment: export default Environment.make({ … })",
          file,
          line: 1,
          column: 1
        })
      }
      return { contents: inspection.text, loader, resolveDir } as const
    }

    const plugin: Plugin = {
      name: "environment",
      setup: (build) => {
        build.onResolve({ filter: /.*/ }, ({ importer, path }) => {
          if (path.startsWith("effect/")) {
            const module = path.slice("effect/".length)
            if (flavour === "shared") return { path: module, namespace: "effect", sideEffects: false }
            if (EffectModules.lean.has(module)) {
              return {
                path: fileURLToPath(new URL(`lean/${module}.ts`, import.meta.url)),
                sideEffects: false
              }
            }
            lacking = `the lean flavour has no effect/${module}`
            return { path: module, namespace: "lacking" }
          }
          const resolved = path.startsWith("@scaler/dsl/")
            ? ownModule(path)
            : path === file
            ? file
            : /^\.\.?\//.test(path) && importer.startsWith("/")
            ? OwnFiles.resolveOwn(importer, path)
            : undefined
          if (resolved === undefined) return authored.has(importer) ? { path, external: true } : undefined
          if (authored.has(importer) && !path.startsWith("@scaler/dsl/")) authored.add(resolved)
          const isFlavour = flavour === "lean" && /[\\/]flavour[\\/]full\.ts$/.test(resolved) &&
            !authored.has(resolved)
          return {
            path: isFlavour ? resolved.replace(/full\.ts$/, "lean.ts") : resolved,
            ...(authored.has(resolved) ? {} : { sideEffects: false })
          }
        })
        build.onLoad({ filter: /.*/, namespace: "lacking" }, () => ({ contents: "export {}", loader: "js" }))
        build.onLoad({ filter: /.*/, namespace: "effect" }, async ({ path }) => ({
          contents: await SharedRuntime.moduleSource(path),
          loader: "js"
        }))
        build.onLoad({ filter: /.*/ }, ({ path }) => load(path))
      }
    }

    let result: BuildResult<{ write: false }>
    try {
      result = await esbuild.build({
        stdin: { contents: entry(file), resolveDir: dirname(file), sourcefile: "environment" },
        bundle: true,
        format: "esm",
        platform: "neutral",
        target: "esnext",
        charset: "utf8",
        legalComments: "none",
        minifySyntax: true,
        minifyWhitespace: true,
        sourcemap: "external",
        sourcesContent: false,
        tsconfigRaw: "{}",
        outfile: "/environment.js",
        absWorkingDir: "/",
        write: false,
        logLevel: "silent",
        plugins: [plugin]
      })
    } catch (thrown) {
      result = {
        errors: [],
        warnings: [],
        ...(thrown as Partial<BuildResult<{ write: false }>>)
      } as typeof result
      if (result.errors.length === 0) throw thrown
    }
    return { result, problems, lacking, inputs, authored }
  }).pipe(Effect.flatMap((built) => conclude(file, flavour, built)))

interface Built {
  readonly result: BuildResult<{ write: false }>
  readonly problems: ReadonlyArray<Problem>
  readonly lacking: string | undefined
  readonly inputs: ReadonlyMap<string, string>
  readonly authored: ReadonlySet<string>
}

const conclude = (
  file: string,
  flavour: Flavour,
  { authored, inputs, lacking, problems, result }: Built
): Effect.Effect<Bundle | Lacking, CompileError> => {
  const faults = [...result.errors, ...result.warnings.filter(isMissing)]
  const missing = faults.filter(isMissing)
  const [first, ...rest] = [
    ...problems,
    ...faults
      .filter((fault) => !isMissing(fault) || flavour === "shared")
      .filter(({ location }) => location?.file !== "environment")
      .map((fault) => problemOf(file, fault))
  ]
  if (first !== undefined) return Effect.fail(fromProblems([first, ...rest]))
  if (flavour === "lean" && (lacking !== undefined || missing.length > 0)) {
    return Effect.succeed({ lacking: lacking ?? missing.map(({ text }) => text).join("; ") })
  }
  const [code, map] = [".js", ".js.map"].map((end) =>
    result.outputFiles!.find(({ path }) => path.endsWith(end))!.text
  )
  return Effect.succeed({ code: code!, map: map!, inputs, authored })
}

const problemOf = (entryFile: string, { id, location, text }: Message): Problem => ({
  reason: isMissing({ id, text } as Message) ? "MissingExport" : "Syntax",
  message: text,
  file: location === null ? entryFile : `/${location.file}`,
  line: location?.line ?? 1,
  column: location === null
    ? 1
    : Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1
})
