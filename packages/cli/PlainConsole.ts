import { Console, Effect } from "effect"
import { stripVTControlCharacters } from "node:util"
import { note, print } from "./Output.ts"

const isPlain = (stream: { readonly isTTY?: boolean }) =>
  stream.isTTY !== true || (process.env["NO_COLOR"] ?? "") !== ""

/** Help and what is wrong with a command line, which come with colours, are plain where no terminal shows them. */
export const withPlainConsole = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Console.consoleWith((console) => {
    const line = (values: ReadonlyArray<unknown>) => stripVTControlCharacters(values.join(" "))
    return Effect.withConsole(self, {
      ...console,
      ...(isPlain(process.stdout) ? { log: (...values) => print(`${line(values)}\n`) } : {}),
      ...(isPlain(process.stderr) ? { error: (...values) => note(line(values)) } : {})
    })
  })
