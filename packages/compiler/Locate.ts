/** From a stack in an artifact to the author's lines. */
import { SourceMap } from "node:module"
import { resolve } from "node:path"
import type { Artifact } from "./Artifact.ts"

/** A place in one of the author's files. */
export interface Frame {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

const isModule = (url: string) => url.startsWith("data:") || url === "environment"

/**
 * The frames of a stack that are in the author's files, innermost first. `isArtifact` tells frames of the module that
 * the artifact's `program` was loaded as by their URL; without it, `data:` URLs and the name `environment`.
 */
export const locate = (
  { inputs, linesBefore, map }: Artifact,
  stack: string,
  isArtifact: (url: string) => boolean = isModule
): ReadonlyArray<Frame> => {
  const sourceMap = new SourceMap(JSON.parse(map))
  return stack.split("\n").flatMap((text) => {
    const frame = /^\s*at (?:.*\()?([^()]*):(\d+):(\d+)\)?$/.exec(text)
    if (frame === null || !isArtifact(frame[1]!)) return []
    const entry = sourceMap.findEntry(Number(frame[2]) - 1 - linesBefore, Number(frame[3]) - 1)
    if (!("originalSource" in entry)) return []
    const file = resolve("/", entry.originalSource)
    return inputs.includes(file)
      ? [{ file, line: entry.originalLine + 1, column: entry.originalColumn + 1 }]
      : []
  })
}
