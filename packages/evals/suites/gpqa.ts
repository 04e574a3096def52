import { fromCoordinates } from "@scaler/dsl/Random"
import * as OptionLetter from "@scaler/judge/OptionLetter"
import { Effect, Either, ParseResult, Schema } from "effect"
import type { Suite } from "../Suite.ts"

const text = (column: string) => Schema.propertySignature(Schema.NonEmptyString).pipe(Schema.fromKey(column))

const Row = Schema.Struct({
  question: text("Question"),
  right: text("Correct Answer"),
  first: text("Incorrect Answer 1"),
  second: text("Incorrect Answer 2"),
  third: text("Incorrect Answer 3"),
  domain: Schema.optional(Schema.NullOr(Schema.String)).pipe(Schema.fromKey("High-level domain"))
})

const letters = "ABCD"

/** GPQA (Rein et al. 2023). The options are put into an order that depends on the question alone. */
export const gpqa: Suite = {
  name: "gpqa",
  title: (file) => `GPQA${/diamond/i.test(file) ? " Diamond" : ""}`,
  files: /gpqa/i,
  columns: "Question, Correct Answer and Incorrect Answer 1 to 3",
  read: (row) =>
    Either.map(
      Either.mapLeft(Schema.decodeUnknownEither(Row)(row), ParseResult.TreeFormatter.formatErrorSync),
      ({ domain, first, question, right, second, third }) => {
        const place = fromCoordinates("gpqa", question).below(letters.length)
        const options = [first, second, third].toSpliced(place, 0, right)
        return {
          system: "Please reason step by step, and put your final answer within \\boxed{}.",
          statement: [
            question.trim(),
            "",
            ...options.map((option, index) => `(${letters[index]}) ${option.trim()}`),
            "",
            "Answer with the letter of the right option."
          ].join("\n"),
          gold: letters[place]!,
          stratum: domain ?? ""
        }
      }
    ),
  judge: ({ gold }, response) => Effect.succeed(OptionLetter.judge(gold, response, letters.length))
}
