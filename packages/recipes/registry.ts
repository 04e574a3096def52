/** All recipes by name. */
import { quickstart } from "./quickstart.ts"
import { smoke } from "./smoke.ts"

export const recipes = { quickstart, smoke }
