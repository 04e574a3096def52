/** All benchmarks, by name. */
import type { Suite } from "../Suite.ts"
import { bbeh } from "./bbeh.ts"
import { gpqa } from "./gpqa.ts"
import { aime24, amc23, math500 } from "./mathematics.ts"
import { mmluPro } from "./mmluPro.ts"

export const suites: ReadonlyArray<Suite> = [math500, amc23, aime24, mmluPro, bbeh, gpqa]
