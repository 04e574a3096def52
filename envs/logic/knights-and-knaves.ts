import * as Answer from "@scaler/dsl/Answer"
import * as Environment from "@scaler/dsl/Environment"
import * as Gen from "@scaler/dsl/Gen"
import * as Scale from "@scaler/dsl/Scale"
import { Schema } from "effect"
import { untilUnique } from "./clues/Clues.ts"
import { names } from "./clues/names.ts"

/** Claims about one person or two, and when they are true of their kinds: true is a knight. */
const claims = {
  knight: (a: boolean) => a,
  knave: (a: boolean) => !a,
  same: (a: boolean, b: boolean) => a === b,
  different: (a: boolean, b: boolean) => a !== b,
  both: (a: boolean, b: boolean) => a && b,
  either: (a: boolean, b: boolean) => a || b
}

const sayings = {
  knight: (a: string) => `${a} is a knight`,
  knave: (a: string) => `${a} is a knave`,
  same: (a: string, b: string) => `${a} and ${b} are of the same kind`,
  different: (a: string, b: string) => `${a} and ${b} are of different kinds`,
  both: (a: string, b: string) => `${a} and ${b} are both knights`,
  either: (a: string, b: string) => `at least one of ${a} and ${b} is a knight`
}

const kindsOfClaims = ["knight", "knave", "same", "different", "both", "either"] as const

const Claim = Schema.Struct({
  speaker: Schema.Int,
  claim: Schema.Literal(...kindsOfClaims),
  about: Schema.Tuple(Schema.Int, Schema.Int)
})

type Claim = typeof Claim.Type

/** Whether somebody of that kind says so. */
const fits = ({ speaker, claim, about: [a, b] }: Claim, kinds: ReadonlyArray<boolean>): boolean =>
  claims[claim](kinds[a]!, kinds[b]!) === kinds[speaker]

/** Kinds of all that fit all claims, other than the given ones. */
const solution = (
  people: number,
  said: ReadonlyArray<Claim>,
  other?: ReadonlyArray<boolean>
): ReadonlyArray<boolean> | undefined => {
  const settledAt = said.map(({ speaker, about }) => Math.max(speaker, ...about))
  const extend = (kinds: ReadonlyArray<boolean>): ReadonlyArray<boolean> | undefined => {
    if (kinds.length === people) return other?.every((kind, at) => kind === kinds[at]) ? undefined : kinds
    for (const kind of [true, false]) {
      const next = [...kinds, kind]
      const fitting = said.every((claim, at) => settledAt[at] !== kinds.length || fits(claim, next))
      const found = fitting ? extend(next) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  return extend([])
}

/** Every claim that there can be, by number. */
const claimAt = (people: number, number: number): Claim | undefined => {
  const [claim, rest] = [number % kindsOfClaims.length, Math.floor(number / kindsOfClaims.length)]
  const about = [rest % people, Math.floor(rest / people) % people] as const
  const speaker = Math.floor(rest / people / people)
  return new Set([speaker, ...about]).size === 3
    ? { speaker, claim: kindsOfClaims[claim]!, about }
    : undefined
}

export default Environment.make({
  name: "knights-and-knaves",
  tags: ["logic", "deduction", "constraint-satisfaction"],
  skill: "telling who lies from what they say of each other",
  source: "Smullyan, What Is the Name of This Book?, 1978",
  scale: { people: Scale.linear({ min: 3, max: 14 }) },
  instance: Schema.Struct({ people: Schema.Int, said: Schema.Array(Claim) }),
  answer: Answer.array(Answer.string),
  // As long as other kinds fit as well, somebody says what rules them out.
  generate: ({ people }) =>
    Gen.gen(function*() {
      const drawn = yield* Gen.array(Gen.boolean(), people)
      const kinds = drawn.with(yield* Gen.int(0, people - 1), true)
      const said = yield* untilUnique<ReadonlyArray<boolean>, Claim>({
        world: kinds,
        clues: kindsOfClaims.length * people ** 3,
        clueAt: (number) => claimAt(people, number),
        holds: fits,
        another: (claims, other) => solution(people, claims, other)
      })
      return { people, said }
    }),
  statement: ({ people, said }) =>
    `Each of ${names.slice(0, people - 1).join(", ")} and ${
      names[people - 1]
    } is either a knight, who always tells the truth, or a knave, who always lies. ${
      said.map(({ speaker, claim, about: [a, b] }) =>
        `${names[speaker]} says that ${sayings[claim](names[a]!, names[b]!)}.`
      ).join(" ")
    } List the knights in alphabetical order.`,
  solve: ({ people, said }) => {
    const kinds = solution(people, said)!
    return names.filter((_, at) => kinds[at])
  },
  brute: {
    upTo: { people: 8 },
    solve: ({ people, said }) => {
      const truth = {
        knight: "1.",
        knave: "0.",
        same: "00|11",
        different: "01|10",
        both: "11",
        either: "1.|.1"
      }
      const all = Array.from({ length: 2 ** people }, (_, index) => index.toString(2).padStart(people, "0"))
      const fitting = all.filter((kinds) =>
        said.every(({ speaker, claim, about: [a, b] }) =>
          new RegExp(`^(${truth[claim]})$`).test(kinds[a]! + kinds[b]!) === (kinds[speaker] === "1")
        )
      )
      return fitting.length === 1 ? names.filter((_, at) => fitting[0]![at] === "1") : []
    }
  },
  properties: {
    "so many people, of whom somebody tells the truth": ({ people, said }, gold, scale) =>
      people === scale.people && gold.length > 0 && said.length > 1,
    "nobody speaks of themselves or of anybody twice": ({ said }) =>
      said.every(({ speaker, about }) => new Set([speaker, ...about]).size === 3),
    "who is a knight says what is true, and who is none what is false": ({ said }, gold) =>
      said.every(({ speaker, claim, about: [a, b] }) => {
        const [first, second] = [a, b].map((one) => gold.includes(names[one]!))
        const isTrue = {
          knight: first,
          knave: !first,
          same: first === second,
          different: first !== second,
          both: first && second,
          either: first || second
        }[claim]
        return isTrue === gold.includes(names[speaker]!)
      })
  }
})
