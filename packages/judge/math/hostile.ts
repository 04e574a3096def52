/** Answers that try a judge: too long, too deep, too large, broken, or not mathematics at all. */
import * as Random from "@scaler/dsl/Random"
import { different } from "./cases/different.ts"
import { same } from "./cases/same.ts"

const r = String.raw
const known = [...same, ...different]

const pieces = [
  ..."0 1 2 9 42 007 1e9 1e999999 .5 1,000 x y n e i a_1 + - * / = < > ! ' | & ~ # @ $ \" ` \\ \\\\ ( ) [ ] { }"
    .split(
      " "
    ),
  ...r`\{ \} ^ _ ^{ _{ \frac \frac{ \frac{1}{ \sqrt \sqrt[3]{ \sqrt{ \left( \right) \left[ \right] \pm \mp \cdot`
    .split(" "),
  ...r`\times \div \cup \cap \in \le \ge \ne \approx \infty \pi \theta \sin \ln \log_2 \lim \sum_{k=1}^{9} \int`
    .split(
      " "
    ),
  ...r`\binom{9}{3} \text{ \text{or} \mbox{cm} \begin{pmatrix} \end{pmatrix} \\ \% \$ ^\circ \overline{3} \mathbb{R}`
    .split(
      " "
    ),
  ...r`\boxed{ \boxed \def \input{/etc/passwd} \operatorname{eval} \newcommand \unknown , ; : ...`.split(" ")
]

const programs = [
  "process.exit(1)",
  "require('fs').rmSync('/')",
  "__import__('os').system('true')",
  "${process.env.HOME}",
  "constructor",
  "__proto__",
  "toString",
  "while(true){}",
  "<script>0</script>",
  "\u0000\uFFFF\uD800",
  "((a+)+)+$"
]

const pick = <A>(random: Random.Random, all: ReadonlyArray<A>): A => all[random.below(all.length)]!

const nested = (random: Random.Random): string => {
  const [open, close] = pick(
    random,
    [
      ["{", "}"],
      ["(", ")"],
      [r`\left(`, r`\right)`],
      [r`\frac{1}{1+`, "}"],
      [r`\sqrt{1+`, "}"],
      ["9^{", "}"],
      ["|1+", "|"],
      [r`\{1,`, r`\}`],
      [r`\sin(`, ")"],
      [r`\text{`, "}"],
      [r`\begin{pmatrix}1&`, r`\end{pmatrix}`],
      ["-", ""],
      [r`\pm`, ""],
      ["x=", ""],
      ["1<", ""],
      ["(", "!)"]
    ] as const
  )
  const depth = pick(random, [3, 8, 20, 50, 200, 900])
  return open.repeat(depth) + "9" + close.repeat(Math.max(0, depth - random.below(2)))
}

const long = (random: Random.Random): string => {
  const piece = pick(random, [
    "{",
    "}",
    "9",
    "9,",
    "x+",
    r`\pm `,
    r`\sqrt{2}+`,
    r`\sin x\cos y+`,
    "(1,2),",
    "a",
    r`\frac12`,
    "9!",
    "\\",
    " ",
    "x^9",
    "e^x",
    r`\cup(0,1)`
  ])
  return piece.repeat(Math.ceil(pick(random, [100, 1000, 1900, 20_000, 1_000_000]) / piece.length))
}

const large = (random: Random.Random): string =>
  pick(random, [
    "9^{9^{9}}",
    "9^{9^{9^{9}}}+\\sqrt{2}",
    "99999999999!",
    "((((9!)!)!)!)!",
    "(10^{300})^{(10^{300})}",
    r`\binom{10^9}{10^8}`,
    "2^{-10^{9}}",
    r`\sqrt[10^{9}]{2}`,
    "e^{e^{e^{e^{9}}}}",
    r`\sin(10^{2000})`,
    r`\log_{1}2`,
    "0^{-1}",
    r`\frac{1}{0}`,
    r`\tan 90^\circ`,
    r`(-1)^{\sqrt{2}}`,
    "i^{i^{i^{i}}}",
    `${"9".repeat(1900)}`,
    `0.${"3".repeat(1900)}`,
    `\\sqrt{${"7".repeat(1500)}}`,
    `${"9".repeat(900)}^{${"9".repeat(900)}}`
  ]) + pick(random, ["", "+x", r`\cdot\pi`, "!", "^{x}"])

const soup = (random: Random.Random): string =>
  Array.from({ length: 1 + random.below(60) }, () => pick(random, pieces)).join(pick(random, ["", "", " "]))

const unicode = (random: Random.Random): string =>
  Array.from({ length: 1 + random.below(200) }, () => String.fromCharCode(random.below(0x10000))).join("")

/** One that was right or nearly, cut, doubled, or with a character changed. */
const mutant = (random: Random.Random): string => {
  const text = pick(random, known)[random.below(2)]!
  const at = random.below(text.length + 1)
  return pick(random, [
    text.slice(0, at),
    text.slice(at),
    text.slice(0, at) + pick(random, pieces) + text.slice(at),
    text + text,
    [...text].reverse().join("")
  ])
}

const kinds = [nested, long, large, soup, soup, soup, unicode, mutant, mutant, mutant]

export interface Hostile {
  readonly gold: string
  readonly response: string
}

/** The same for the same index. */
export const hostile = (index: number): Hostile => {
  const random = Random.fromCoordinates("hostile answers", index)
  const answer = index % 25 === 0 ? pick(random, programs) : pick(random, kinds)(random)
  return { gold: pick(random, known)[0], response: random.below(20) === 0 ? answer : `\\boxed{${answer}}` }
}
