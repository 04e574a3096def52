/** All recipes by name. */
import { pool } from "./pool.ts"
import { quickstart } from "./quickstart.ts"
import { quickstartAsync } from "./quickstartAsync.ts"
import { qwen3Medium, qwen3Small } from "./qwen3.ts"
import { smoke } from "./smoke.ts"

export const recipes = {
  quickstart,
  "quickstart-async": quickstartAsync,
  smoke,
  pool,
  "qwen3-1.7b": qwen3Small,
  "qwen3-4b": qwen3Medium
}
