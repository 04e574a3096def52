import * as OptionLetter from "@scaler/judge/OptionLetter"
import { Effect } from "effect"
import * as ChatRow from "../ChatRow.ts"
import type { Suite } from "../Suite.ts"

/** MMLU-Pro (Wang et al. 2024): one of up to ten options. Its validation split has 70 problems, its test split 12 032. */
export const mmluPro: Suite = {
  name: "mmlu-pro",
  title: (file) => `MMLU-Pro${/valid/i.test(file) ? ", validation split" : ""}`,
  files: /mmlu-?_?pro/i,
  columns: ChatRow.columns,
  read: ChatRow.read,
  judge: ({ gold }, response) => Effect.succeed(OptionLetter.judge(gold, response, 10))
}
