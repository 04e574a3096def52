import { quickstart, type RegistryRecipe } from "./quickstart.ts"

/** The quickstart for the environments of a pool, `--pool DIR`: of a problem the small model sees title and input. */
export const pool: RegistryRecipe = {
  ...quickstart,
  name: "pool",
  model: { ...quickstart.model, context: 256 },
  rollout: { ...quickstart.rollout, maxPromptTokens: 224, statements: "brief" },
  evaluation: { ...quickstart.evaluation, levels: [0, 1] }
}
