import * as Bbeh from "@scaler/judge/Bbeh"
import { Effect } from "effect"
import * as ChatRow from "../ChatRow.ts"
import type { Suite } from "../Suite.ts"

/** BIG-Bench Extra Hard (Kazemi et al. 2025); its smaller set has 460 problems. */
export const bbeh: Suite = {
  name: "bbeh",
  title: () => "BBEH",
  files: /bbeh/i,
  columns: ChatRow.columns,
  read: ChatRow.read,
  judge: ({ gold }, response) => Effect.succeed(Bbeh.judge(gold, response))
}
