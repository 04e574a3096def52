/**
 * Adaptive RL with GRPO, whole, on one page: `bun docs/grpo-on-one-page.ts`.
 *
 * A policy of a few hundred numbers learns to sort two digits, from rewards alone. What the real trainer does with tensors,
 * processes and checkpoints happens here in plain loops, under the same names and by the same formulas, which tests
 * hold to each other. Read it from top to bottom.
 */
import { fromCoordinates, type Random } from "../dsl/Random.ts"

/* 1. An environment: something that can grow (the level), a generator of instances, and an oracle. */

interface Instance {
  readonly a: number
  readonly b: number
}

const maxLevel = 8

/** Level 0 has digits up to 1, level 8 up to 9. */
const generate = (level: number, random: Random): Instance => ({
  a: random.below(level + 2),
  b: random.below(level + 2)
})

/** The oracle: the smaller one, then the larger one. */
const solve = ({ a, b }: Instance): ReadonlyArray<number> => [Math.min(a, b), Math.max(a, b)]

/* 2. A policy: given an instance and the tokens so far, a distribution over the next token (a digit). */

const digits = 10
const length = 2
/** Rows of the table: for each place of the response one per value of a, of b, and of the token before. */
const rowsPerPlace = 3 * digits

/** Weights `[length · 3 · 10, 10]`: the logits of a token are the sum of three rows, so what is learnt carries over. */
export type Weights = Float64Array
export const initial = (): Weights => new Float64Array(length * rowsPerPlace * digits)

const rowsOf = ({ a, b }: Instance, place: number, before: number): ReadonlyArray<number> =>
  [a, digits + b, 2 * digits + before].map((row) => (place * rowsPerPlace + row) * digits)

const logProbs = (weights: Weights, rows: ReadonlyArray<number>): ReadonlyArray<number> => {
  const logits = Array.from(
    { length: digits },
    (_, token) => rows.reduce((sum, row) => sum + weights[row + token]!, 0)
  )
  const highest = Math.max(...logits)
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0)) + highest
  return logits.map((logit) => logit - total)
}

/* 3. A rollout: one sampled response. Its log-probabilities are kept, for they are those of the sampling policy. */

interface Rollout {
  readonly tokens: ReadonlyArray<number>
  readonly logProbs: ReadonlyArray<number>
  readonly reward: number
}

const sample = (weights: Weights, instance: Instance, random: Random): Rollout => {
  const tokens: Array<number> = []
  const kept: Array<number> = []
  for (let place = 0; place < length; place++) {
    const every = logProbs(weights, rowsOf(instance, place, tokens.at(-1) ?? 0))
    let left = random.unit()
    let token = 0
    while (token < digits - 1 && (left -= Math.exp(every[token]!)) >= 0) token++
    tokens.push(token)
    kept.push(every[token]!)
  }
  const right = solve(instance).every((digit, place) => digit === tokens[place])
  return { tokens, logProbs: kept, reward: right ? 1 : 0 }
}

/* 4. Advantages: how much better a rollout was than the others of its group. No signal where all are alike. */

export const advantages = (rewards: ReadonlyArray<number>): ReadonlyArray<number> => {
  if (rewards.every((reward) => reward === rewards[0])) return rewards.map(() => 0)
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length
  const variance = rewards.reduce((sum, reward) => sum + (reward - mean) ** 2, 0) / (rewards.length - 1)
  return rewards.map((reward) => (reward - mean) / (Math.sqrt(variance) + 1e-6))
}

/* 5. The loss of a token: −min(r · A, clip(r) · A), r the ratio of its probability now to that when it was sampled. */

const clip = { low: 0.2, high: 0.2 }

/** The loss, and its derivative by the token's log-probability. */
export const tokenLoss = (logProb: number, sampled: number, advantage: number) => {
  const ratio = Math.exp(logProb - sampled)
  const bounded = Math.min(Math.max(ratio, 1 - clip.low), 1 + clip.high)
  const isClipped = bounded * advantage < ratio * advantage
  return { loss: -(isClipped ? bounded : ratio) * advantage, slope: isClipped ? 0 : -ratio * advantage }
}

/* 6. An update: the mean loss over all response tokens, its gradient, one step of Adam. */

interface Group {
  readonly instance: Instance
  readonly rollouts: ReadonlyArray<Rollout>
}

const gradient = (weights: Weights, groups: ReadonlyArray<Group>): Float64Array => {
  const trained = groups
    .map((group) => ({ ...group, advantage: advantages(group.rollouts.map(({ reward }) => reward)) }))
    .filter(({ advantage }) => advantage.some((value) => value !== 0))
  const tokens = trained.reduce((sum, { rollouts }) => sum + rollouts.length * length, 0)
  const total = new Float64Array(weights.length)
  for (const { advantage, instance, rollouts } of trained) {
    for (const [i, rollout] of rollouts.entries()) {
      for (const [place, token] of rollout.tokens.entries()) {
        const rows = rowsOf(instance, place, rollout.tokens[place - 1] ?? 0)
        const every = logProbs(weights, rows)
        const { slope } = tokenLoss(every[token]!, rollout.logProbs[place]!, advantage[i]!)
        // d log p(token) / d logit of another token = (1 where it is the token) − p(other)
        for (let other = 0; other < digits; other++) {
          const change = (slope * ((other === token ? 1 : 0) - Math.exp(every[other]!))) / tokens
          for (const row of rows) total[row + other]! += change
        }
      }
    }
  }
  return total
}

const adam = (learningRate: number, beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8) => {
  let steps = 0
  const first = initial()
  const second = initial()
  return (weights: Weights, slopes: Float64Array): void => {
    steps++
    for (let i = 0; i < weights.length; i++) {
      first[i] = beta1 * first[i]! + (1 - beta1) * slopes[i]!
      second[i] = beta2 * second[i]! + (1 - beta2) * slopes[i]! ** 2
      const mean = first[i]! / (1 - beta1 ** steps)
      weights[i]! -= (learningRate * mean) / (Math.sqrt(second[i]! / (1 - beta2 ** steps)) + epsilon)
    }
  }
}

/* 7. The controller: difficulty rises while the policy succeeds more often than half the time, and falls otherwise. */

const target = 0.5
const gain = 2
const stepCap = 1

export const nextDifficulty = (difficulty: number, accuracy: number): number =>
  Math.min(
    maxLevel,
    Math.max(0, difficulty + Math.min(stepCap, Math.max(-stepCap, gain * (accuracy - target))))
  )

/** Levels of the next instances: a difficulty of 2.25 asks for level 3 a quarter of the time, else for 2. */
export const propose = (difficulty: number, count: number): ReadonlyArray<number> => {
  const floor = Math.floor(difficulty)
  const raised = Math.round(count * (difficulty - floor))
  return Array.from({ length: count }, (_, i) => (i < raised ? floor + 1 : floor))
}

/* 8. The loop: propose, sample, reward, adapt, update. Every random number is named by its coordinates. */

export interface Step {
  readonly step: number
  readonly accuracy: number
  readonly difficulty: number
  /** Share of groups whose rewards are not all equal: the others teach nothing. */
  readonly signal: number
}

export const train = (
  { learningRate = 0.03, prompts = 32, samples = 16, seed = 1, steps = 300 } = {}
): { readonly weights: Weights; readonly curve: ReadonlyArray<Step> } => {
  const weights = initial()
  const update = adam(learningRate)
  const curve: Array<Step> = []
  let difficulty = 0
  for (let step = 1; step <= steps; step++) {
    const groups = propose(difficulty, prompts).map((level, i): Group => {
      const instance = generate(level, fromCoordinates("instance", seed, step, i))
      const rollouts = Array.from(
        { length: samples },
        (_, s) => sample(weights, instance, fromCoordinates("rollout", seed, step, i, s))
      )
      return { instance, rollouts }
    })
    const rewards = groups.map(({ rollouts }) => rollouts.map(({ reward }) => reward))
    const accuracy = rewards.flat().reduce((sum, reward) => sum + reward, 0) / (prompts * samples)
    const signal = rewards.filter((group) => new Set(group).size > 1).length / prompts
    curve.push({ step, accuracy, difficulty, signal })
    difficulty = nextDifficulty(difficulty, accuracy)
    update(weights, gradient(weights, groups))
  }
  return { weights, curve }
}

/** Share of all instances of a level that the most probable response solves. */
export const evaluate = (weights: Weights, level: number): number => {
  const values = Array.from({ length: level + 2 }, (_, value) => value)
  const instances = values.flatMap((a) => values.map((b) => ({ a, b })))
  const isSolved = (instance: Instance) => {
    let before = 0
    return solve(instance).every((digit, place) => {
      const every = logProbs(weights, rowsOf(instance, place, before))
      before = every.indexOf(Math.max(...every))
      return before === digit
    })
  }
  return instances.filter(isSolved).length / instances.length
}

if (import.meta.main) {
  const { curve, weights } = train()
  for (
    const { accuracy, difficulty, signal, step } of curve.filter(({ step }) => step === 1 || step % 25 === 0)
  ) {
    const bar = "█".repeat(Math.round(20 * accuracy)).padEnd(20, "░")
    console.log(
      `step ${String(step).padStart(3)}  difficulty ${difficulty.toFixed(1)}  accuracy ${bar} ${
        accuracy.toFixed(2)
      }  groups with signal ${signal.toFixed(2)}`
    )
  }
  console.log(`greedy accuracy at the highest level: ${(100 * evaluate(weights, maxLevel)).toFixed(0)} %`)
}
