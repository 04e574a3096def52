/**
 * The answers that reasoning-gym has for right, judged as a model's answers to the same instances of ours: every one
 * that is refused is a mistake of an oracle, theirs or ours, or has its reason below.
 *
 * Usage: bun run verify:answers [--count 300] [--python python3] [--json]
 */
import { BunContext, BunRuntime } from "@effect/platform-bun"
import { type EnvironmentName, registry } from "@scaler/envs/registry"
import { verdicts } from "@scaler/runtime/rollout/Scoring"
import * as Sandbox from "@scaler/sandbox/Sandbox"
import { Console, Data, Effect, Either, Layer, Option, Schema } from "effect"
import { parseArgs } from "node:util"
import * as Peer from "../Peer.ts"

interface Task {
  readonly environment: EnvironmentName
  readonly dataset: string
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Why answers to some instances are refused though no oracle is wrong. */
  readonly differs?: string
}

/** Their parameters are the default ones but where ours have a bound or a form that those do not keep. */
const tasks: ReadonlyArray<Task> = [
  { environment: "base-conversion", dataset: "base_conversion" },
  {
    environment: "expression-evaluation",
    dataset: "basic_arithmetic",
    parameters: { operators: ["+", "-", "*"], allow_negation: false, max_digits: 2 }
  },
  { environment: "caesar-cipher", dataset: "caesar_cipher" },
  { environment: "signed-sum", dataset: "chain_sum" },
  { environment: "countdown-number", dataset: "countdown", parameters: { operators: ["+", "-", "*"] } },
  {
    environment: "cryptarithm",
    dataset: "cryptarithm",
    differs: "most of its sums have several solutions, and its answer is one of them; of ours none has two"
  },
  { environment: "gcd", dataset: "gcd" },
  { environment: "letter-count", dataset: "letter_counting" },
  { environment: "maze-length", dataset: "maze" },
  { environment: "sudoku", dataset: "mini_sudoku" },
  { environment: "sudoku", dataset: "sudoku" },
  { environment: "n-queens", dataset: "n_queens" },
  {
    environment: "sorting",
    dataset: "number_sorting",
    parameters: { min_decimals: 0, max_decimals: 0, min_value: 0, max_value: 9_999 }
  },
  {
    environment: "polynomial-product",
    dataset: "polynomial_multiplication",
    parameters: { variables: ["x"] }
  },
  { environment: "prime-factorization", dataset: "prime_factorization" },
  { environment: "product", dataset: "products" },
  {
    environment: "linear-equation",
    dataset: "simple_equations",
    differs: "one equation in 1 500 of its own is 0 = 0, for which it has an answer all the same"
  },
  { environment: "reversal", dataset: "spell_backward" },
  { environment: "spiral", dataset: "spiral_matrix" },
  // Of three letters: there are 1 000 such words, and a search looks at each pair of them.
  {
    environment: "word-ladder",
    dataset: "word_ladder",
    parameters: { min_word_length: 3, max_word_length: 3 }
  },
  {
    environment: "word-order",
    dataset: "word_sorting",
    parameters: { transformation: "lowercase", max_word_length: 8 }
  }
]

class VerifyError extends Data.TaggedError("VerifyError")<{ readonly message: string }> {}

const usage = `Usage: bun run verify:answers [OPTIONS]

Judges answers of reasoning-gym, to its own instances, by the oracles of the environments that ask the same.

--count N      instances of each data set; 300 unless given
--python PATH  a Python with reasoning-gym and SymPy; SCALER_PYTHON or python3 unless given
--json         print JSON instead of text
--help         show this
`

const parsed = Effect.try({
  try: () =>
    parseArgs({
      options: {
        count: { type: "string", default: "300" },
        python: { type: "string", default: process.env["SCALER_PYTHON"] ?? "python3" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false }
      }
    }),
  catch: (error) => new VerifyError({ message: `${(error as Error).message}\n\n${usage}` })
})

const Items = Schema.Array(Schema.Struct({ instance: Schema.Unknown, answer: Schema.String }))

interface Refused {
  readonly statement: string
  readonly theirs: string
  /** Our answer as JSON, or why there is none. */
  readonly ours: string
}

interface Finding extends Task {
  /** Instances that ours may be asked in principle. */
  readonly items: number
  /** Those that the environment's Schema refuses. */
  readonly outside: number
  readonly accepted: number
  readonly refused: ReadonlyArray<Refused>
}

const compare = (task: Task, count: number, peer: Peer.Peer) =>
  Effect.gen(function*() {
    const { dataset, parameters = {} } = task
    const items = yield* peer.ask(Items, { dataset, parameters, seed: 0, count })
    const { file } = registry.entries.find(({ name }) => name === task.environment)!
    const environment = yield* (yield* Sandbox.Sandbox).load(file)
    let outside = 0
    let accepted = 0
    const refused: Array<Refused> = []
    for (const { answer, instance } of items) {
      const statement = (yield* environment.statement([instance]))[0]!
      if (Either.isLeft(statement)) {
        if (statement.left.reason !== "InvalidInstance") return yield* statement.left
        outside++
        continue
      }
      const gold = (yield* environment.solve([instance]))[0]!
      if (Either.isLeft(gold)) {
        refused.push({ statement: statement.right, theirs: answer, ours: gold.left.message })
        continue
      }
      const [verdict] = yield* verdicts(environment, { instance, gold: gold.right }, [`\\boxed{${answer}}`])
      if (verdict!._tag === "Accepted") accepted++
      else refused.push({ statement: statement.right, theirs: answer, ours: JSON.stringify(gold.right) })
    }
    const finding: Finding = { ...task, items: items.length, outside, accepted, refused }
    return finding
  })

/** Refused answers that are shown of each data set. */
const shown = 3

const row = (cells: ReadonlyArray<string | number>) =>
  cells.map((cell, at) => at < 2 ? String(cell).padEnd(28) : String(cell).padStart(10)).join("")

const format = (findings: ReadonlyArray<Finding>, version: string) =>
  [
    row([`reasoning-gym ${version}`, "judged by", "instances", "outside", "accepted", "refused"]),
    ...findings.map(({ accepted, dataset, environment, items, outside, refused }) =>
      row([dataset, environment, items, outside, accepted, refused.length])
    ),
    ...findings.filter(({ refused }) => refused.length > 0).flatMap(({ dataset, differs, refused }) => [
      `\n${dataset}: ${differs ?? "NOT EXPLAINED"}`,
      ...refused.slice(0, shown).map(({ ours, statement, theirs }) =>
        `  ${statement}\n  theirs ${theirs}\n  ours ${ours}`
      )
    ])
  ].join("\n")

const program = Effect.gen(function*() {
  const { values } = yield* parsed
  if (values.help) return yield* Console.log(usage)
  const count = Number(values.count)
  if (!Number.isSafeInteger(count) || count < 1) {
    return yield* new VerifyError({
      message: `--count must be a positive whole number, not ${values.count}`
    })
  }
  const opened = yield* Peer.open(
    { python: values.python, rounds: 1 },
    `${import.meta.dir}/reasoning_gym_answers.py`
  )
  if (Option.isNone(opened)) {
    const command = `${values.python} -m pip install reasoning-gym sympy`
    return yield* new VerifyError({
      message: `${values.python} lacks reasoning-gym or SymPy. Add them: ${command}`
    })
  }
  const peer = opened.value
  const findings = yield* Effect.forEach(
    tasks,
    (task) => Effect.zipLeft(compare(task, count, peer), Console.error(task.dataset))
  )
  yield* Console.log(
    values.json ? JSON.stringify({ version: peer.version, findings }) : format(findings, peer.version)
  )
  const open = findings.filter(({ differs, refused }) => refused.length > 0 && differs === undefined)
  const unused = findings.filter(({ items, outside }) => items === outside)
  if (open.length + unused.length > 0) {
    return yield* new VerifyError({
      message: [
        ...open.map(({ dataset }) => `${dataset}: answers are refused, and nobody has said why`),
        ...unused.map(({ dataset }) => `${dataset}: no instance could be judged`)
      ].join("\n")
    })
  }
})

program.pipe(
  Effect.scoped,
  Effect.provide(Layer.merge(Sandbox.layer(), BunContext.layer)),
  Effect.tapError(({ message }) => Console.error(message)),
  BunRuntime.runMain({ disableErrorReporting: true })
)
