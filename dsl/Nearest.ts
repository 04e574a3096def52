import { distance } from "fastest-levenshtein"

/** `Did you mean a, b?` for the names within a third of the length in edits, nearest first, or nothing. */
export const didYouMean = (name: string, names: ReadonlyArray<string>): string => {
  const near = names
    .map((candidate) => ({ candidate, edits: distance(name, candidate) }))
    .filter(({ candidate, edits }) => edits <= Math.ceil(Math.max(name.length, candidate.length) / 3))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
  return near.length === 0 ? "" : ` Did you mean ${near.join(", ")}?`
}
