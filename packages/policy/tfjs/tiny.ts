/** The smallest policy with every feature, for tests. */
import type { TfjsPolicyConfig } from "./TfjsPolicy.ts"

export const tiny = {
  model: { layers: 2, width: 16, heads: 4, kvHeads: 2, headWidth: 8, hiddenWidth: 24, context: 64 },
  optimizer: { beta1: 0.9, beta2: 0.95, weightDecay: 0.1, maxGradientNorm: 1 },
  seed: 1,
  threads: 1
} satisfies TfjsPolicyConfig
