/** Which files are the author's own: those of the package that the environment's file is in. */
import { existsSync, realpathSync } from "node:fs"
import { dirname, extname, join, resolve, sep } from "node:path"
import type { ImportFault } from "./Imports.ts"

const extensions: ReadonlySet<string> = new Set([".ts", ".mts", ".js", ".mjs", ".json"])

/** The nearest folder above a file that holds a package.json; the file's own folder where there is none. */
export const packageFolder = (file: string): string => {
  for (let folder = dirname(file);; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder
    if (folder === dirname(folder)) return dirname(file)
  }
}

/** The file that a relative import means. Extensions are written out, so that no new file can change it. */
export const resolveOwn = (importer: string, specifier: string): string =>
  resolve(dirname(importer), specifier)

/** Why an import is not one of the author's files below `folder`; undefined where it is. */
export const refuseImport = (
  folder: string,
  importer: string,
  specifier: string,
  dslModule: (specifier: string) => string | undefined
): ImportFault | undefined => {
  if (specifier.startsWith("@scaler/dsl/")) {
    return dslModule(specifier) === undefined
      ? ["ForbiddenImport", `${specifier} is no module of the DSL`]
      : undefined
  }
  if (!/^\.\.?\//.test(specifier)) {
    return [
      "ForbiddenImport",
      `${specifier}: an environment imports @scaler/dsl/*, effect, and its own files by relative path`
    ]
  }
  const file = resolveOwn(importer, specifier)
  if (!extensions.has(extname(file))) {
    return ["ForbiddenImport", `${specifier}: write the file's extension (.ts, .js, .json)`]
  }
  // The package may itself be an installed one, below some node_modules; what is installed below it is not its own.
  const isWithin = (path: string, parent: string) =>
    path.startsWith(parent + sep) && !path.slice(parent.length).includes(`${sep}node_modules${sep}`)
  const outside = [
    "ForbiddenImport",
    `${specifier} is outside ${folder}, so it is not the environment's own`
  ] as const
  if (!isWithin(file, folder)) return outside
  if (!existsSync(file)) return ["NotFound", `${specifier}: there is no ${file}`]
  return isWithin(realpathSync(file), realpathSync(folder)) ? undefined : outside
}
