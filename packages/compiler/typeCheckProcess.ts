/** The process of a type check: files (absolute paths) as JSON on standard input, their problems on standard output. */
import { fileURLToPath } from "node:url"
import ts from "typescript"
import type { Problem } from "./CompileError.ts"

/** From where the DSL and Effect are found, wherever the environment's file lies. */
const here = fileURLToPath(import.meta.url)

/** Problems of the files themselves, not of what they import; none of a file that is not there. */
const diagnose = (files: ReadonlyArray<string>): ReadonlyArray<Problem> => {
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
    if (source === undefined) return []
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

const files = await Bun.stdin.json() as ReadonlyArray<string>
await Bun.write(Bun.stdout, JSON.stringify(diagnose(files)))
