/** The judge's process: judges one pair after another, as they come. */
import * as Equivalence from "./Equivalence.ts"
import type { Asked, Said } from "./WorkerProcess.ts"

const say = (said: Said) => process.send?.(said)

process.on("message", ({ answer, gold, id }: Asked) => {
  say({ id, verdict: Equivalence.judge(gold, answer) })
})
// Without whoever asks, there is nothing to do.
process.on("disconnect", () => process.exit(0))
// The first formula costs what hundreds of later ones do: the parser builds its tables.
Equivalence.judge("x + 1", "1 + x")
say("ready")
