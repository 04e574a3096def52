/** What an author's editor would say of an environment's types, without any setup of the author's. */
import { Effect } from "effect"
import { fileURLToPath } from "node:url"
import { type CompileError, fromProblems, type Problem } from "./CompileError.ts"

/** From where the DSL and Effect are found, wherever the environment's file lies. */
const here = fileURLToPath(import.meta.url)

const check = async (files: ReadonlyArray<string>): Promise<ReadonlyArray<Problem>> => {
  const { default: ts } = await import("typescript")
  const options = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // Which globals there are is the compiler's to say; their types are in these.
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    resolveJsonModule: true
  }
  const host = ts.createCompilerHost(options)
  host.resolveModuleNameLiterals = (literals, importer) =>
    literals.map(({ text }) => {
      const isOurs = /^(effect|@scaler\/dsl)(\/|$)/.test(text)
      return ts.resolveModuleName(text, isOurs ? here : importer, options, host)
    })
  const program = ts.createProgram([...files], options, host)
  return files.flatMap((file) => {
    const source = program.getSourceFile(file)
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source)
    ]
    return diagnostics.map(({ file: at, messageText, start = 0 }): Problem => {
      const place = at?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 }
      return {
        reason: "Types",
        // What follows explains the library's types, not the author's mistake.
        message: ts.flattenDiagnosticMessageText(messageText, "\n").split("\n").slice(0, 2).join("\n"),
        file: at?.fileName ?? file,
        line: place.line + 1,
        column: place.character + 1
      }
    })
  })
}

/** Type-checks an environment's file (an absolute path) against the DSL; JavaScript has no types to be wrong. */
export const typeCheck = (file: string): Effect.Effect<void, CompileError> =>
  Effect.flatMap(
    /\.m?ts$/.test(file) ? Effect.promise(() => check([file])) : Effect.succeed([]),
    ([first, ...others]) => first === undefined ? Effect.void : Effect.fail(fromProblems([first, ...others]))
  )

/** Those of the files (absolute paths) that do not type-check: much faster than one by one, as they share all else. */
export const illTyped = (files: ReadonlyArray<string>): Effect.Effect<ReadonlySet<string>> =>
  Effect.map(Effect.promise(() => check(files)), (problems) => new Set(problems.map(({ file }) => file)))
