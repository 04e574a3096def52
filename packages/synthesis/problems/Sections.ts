/** The parts of a problem's statement, by the headings that contest sites give them. */
import type { Problem } from "./Problem.ts"

type Kind = "input" | "output" | "constraints" | "examples" | "other"

/** What a heading may be dressed in: `### Input`, `-----Input-----`, `**Input**`, `<b>Input</b>`. */
const dress = String.raw`(?:[\s#*_=~-]|</?\w+>)*`

const kinds: Readonly<Record<Kind, string>> = {
  input: String.raw`(?:the )?input(?: (?:format|specifications?|description|data|file|section))?`,
  output: String.raw`(?:the )?output(?: (?:format|specifications?|description|data|file|section))?`,
  constraints: String.raw`(?:constraints?|limits|limitations)`,
  examples: String
    .raw`(?:examples?|samples?|(?:sample|example) (?:input|output|test|case|explanation)s?.{0,20})`,
  other: String.raw`(?:notes?|scoring|subtasks?|explanations?|hints?)(?: (?:of|for) .{0,40})?`
}

/** A line that is a heading and nothing else, or one that goes on after a colon. */
const patterns = Object.entries(kinds).map(([kind, name]) => ({
  kind: kind as Kind,
  alone: new RegExp(`^${dress}${name}(?: \\d+)?${dress}[:.]?${dress}$`, "i"),
  // `Input: two integers` is a section; `Example: a cat` and `Note: it may be zero` mostly stand in a text.
  leading: kind === "examples" || kind === "other"
    ? undefined
    : new RegExp(`^${dress}${name}${dress}:${dress}(?=\\S)`, "i")
}))

interface Heading {
  readonly kind: Kind
  /** What the heading's line says beside it. */
  readonly rest: string
}

const headingOf = (line: string): Heading | undefined => {
  for (const { alone, kind, leading } of patterns) {
    if (alone.test(line)) return { kind, rest: "" }
    if (leading?.test(line)) return { kind, rest: line.replace(leading, "") }
  }
  return undefined
}

interface Section {
  readonly kind: Kind
  readonly lines: Array<string>
}

const textOf = (section: Section | undefined): string => section?.lines.join("\n").trim() ?? ""

const withoutTitle = (lines: ReadonlyArray<string>, title: string): ReadonlyArray<string> => {
  const first = lines.findIndex((line) => line.trim() !== "")
  const isTitle = first !== -1 && lines[first]!.replace(/^#+/, "").trim() === title
  return isTitle ? lines.slice(first + 1) : lines
}

/** The parts of a statement. Inputs and outputs of examples are no sections, nor is what comes after examples. */
export const of = (statement: string, title: string): Pick<Problem, "logic" | "input" | "output"> => {
  const logic: Array<string> = []
  const sections: Array<Section> = []
  for (const line of withoutTitle(statement.split(/\r?\n/), title)) {
    const heading = headingOf(line)
    if (heading?.kind === "examples") break
    const before = sections.at(-1)
    // Constraints and notes before the Input section belong to the logic, as in the reference.
    if (heading !== undefined && (before !== undefined || heading.kind === "input")) {
      sections.push({ kind: heading.kind, lines: [heading.rest] })
    } else (before?.lines ?? logic).push(line)
  }
  const first = (kind: Kind) => textOf(sections.find((section) => section.kind === kind))
  return {
    logic: logic.join("\n").trim(),
    input: [first("input"), first("constraints")].filter((text) => text !== "").join("\n\n"),
    output: first("output")
  }
}
