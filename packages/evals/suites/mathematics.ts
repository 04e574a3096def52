/** Benchmarks whose answers are mathematical expressions. */
import { MathJudge } from "@scaler/judge/math/MathJudge"
import { Effect } from "effect"
import * as ChatRow from "../ChatRow.ts"
import type { Suite } from "../Suite.ts"

const mathematics = (name: string, title: string, files: RegExp): Suite => ({
  name,
  title: () => title,
  files,
  columns: ChatRow.columns,
  read: ChatRow.read,
  judge: ({ gold }, response) => Effect.flatMap(MathJudge, ({ judge }) => judge(gold, response))
})

/** 500 problems of MATH (Hendrycks et al. 2021), as chosen by Lightman et al. 2023. */
export const math500 = mathematics("math500", "MATH-500", /math-?500/i)

/** The 40 problems of AMC 12 of 2023 whose answers are numbers. */
export const amc23 = mathematics("amc23", "AMC 2023", /amc-?_?23/i)

/** Both AIME papers of 2024: 30 problems. */
export const aime24 = mathematics("aime24", "AIME 2024", /aime-?_?24/i)
