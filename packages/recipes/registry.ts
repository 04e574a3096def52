/** All recipes by name. */
import { pool } from "./pool.ts"
import { quickstart } from "./quickstart.ts"
import { quickstartAsync } from "./quickstartAsync.ts"
import { smoke } from "./smoke.ts"

export const recipes = { quickstart, "quickstart-async": quickstartAsync, smoke, pool }
