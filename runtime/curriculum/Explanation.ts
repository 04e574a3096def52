/** Why a rule asks an environment for certain levels, and why the environment is active: a few numbers, and their words. */
import { Schema } from "effect"

const Figure = Schema.Number
const Count = Schema.Int

/** What decided the levels. */
export const Choice = Schema.Union(
  Schema.TaggedStruct("controller", { difficulty: Figure, maxLevel: Count }),
  Schema.TaggedStruct("uniform", { maxLevel: Count }),
  /** Examples `first` … of so many, in this pass over them, counted from 1. */
  Schema.TaggedStruct("data-set", { first: Count, size: Count, pass: Count }),
  /** Prompts at the ceiling since it was last judged, and the accuracy of their rollouts. */
  Schema.TaggedStruct("ceiling", {
    lowest: Count,
    ceiling: Count,
    maxLevel: Count,
    prompts: Count,
    accuracy: Schema.NullOr(Figure)
  }),
  Schema.TaggedStruct("frontier", {
    maxLevel: Count,
    /** The level of which half is solved; null before the first rollout. */
    ability: Schema.NullOr(Figure),
    /** How far instances of a level differ: the correlation of the outcomes in a group. */
    unevenness: Figure,
    /**
     * Of each level that was chosen: the success rate that is expected of it, the one for which it was chosen (the
     * same, or the first draw that was), and the chance of signal then.
     */
    choices: Schema.Array(Schema.Struct({ level: Count, expected: Figure, draw: Figure, signal: Figure }))
  })
)
export type Choice = typeof Choice.Type

/** What decided that the environment is active. */
export const Place = Schema.Union(
  Schema.TaggedStruct("uniform", { environments: Count, slots: Count }),
  Schema.TaggedStruct("weighted", { weight: Figure }),
  Schema.TaggedStruct("window", { zeroAccuracy: Count, maxDifficulty: Count, slope: Figure }),
  Schema.TaggedStruct("value", {
    value: Figure,
    /** The four addends of the value. */
    learnability: Figure,
    progress: Figure,
    novelty: Figure,
    age: Figure,
    /** Chances that it cannot be learnt from. */
    hopeless: Figure,
    mastered: Figure
  })
)
export type Place = typeof Place.Type

/** Why an active environment is asked for what it is in a step. */
export const Explanation = Schema.Struct({
  environment: Schema.String,
  levels: Schema.Array(Count),
  choice: Choice,
  place: Place
})
export type Explanation = typeof Explanation.Type

/** A number as it is recorded: four digits are enough for a reason. */
export const figure = (value: number): number => Number(value.toPrecision(4))

const show = (value: number): string => String(Number(value.toFixed(2)))

/** Levels with how often each is asked for: `level 3 ×2, level 4`. */
export const levelsInWords = (levels: ReadonlyArray<number>): string =>
  levels.length === 0
    ? "no prompt fell to it"
    : [...Map.groupBy(levels.toSorted((a, b) => a - b), (level) => level)]
      .map(([level, all]) => `level ${level}${all.length > 1 ? ` ×${all.length}` : ""}`)
      .join(", ")

/** Why these levels. */
export const choiceInWords = (choice: Choice): string => {
  switch (choice._tag) {
    case "controller":
      return `the controller stands at ${
        show(choice.difficulty)
      } of ${choice.maxLevel}, between whole levels in`
        + " proportion"
    case "uniform":
      return `drawn alike from levels 0 to ${choice.maxLevel}`
    case "data-set":
      return `examples from ${choice.first} on of its ${choice.size}, pass ${choice.pass}`
    case "ceiling":
      return `drawn alike from levels ${choice.lowest} to the ceiling, ${choice.ceiling} of ${choice.maxLevel}`
        + (choice.accuracy === null
          ? ", at which nothing has been seen yet"
          : `, at which ${show(choice.accuracy)} of ${choice.prompts} prompts' rollouts were right`)
    case "frontier":
      return [
        choice.ability === null
          ? "nothing has been seen of it yet"
          : `half is solved at level ${show(choice.ability)}, outcomes in a group correlate by ${
            show(choice.unevenness)
          }`,
        ...choice.choices.map(({ draw, level, signal }) =>
          `level ${level} of ${choice.maxLevel}: at a success rate of ${
            show(draw)
          } a group has signal with chance ${show(signal)}`
        )
      ].join("; ")
  }
}

/** Why the environment is active. */
export const placeInWords = (place: Place): string => {
  switch (place._tag) {
    case "uniform":
      return place.environments <= place.slots
        ? `all ${place.environments} environments fit into the ${place.slots} slots`
        : `one of ${place.slots} drawn alike from ${place.environments} environments`
    case "weighted":
      return `drawn with weight ${show(place.weight)}`
    case "window":
      return `stays while it teaches: ${place.zeroAccuracy} steps in a row without an accepted rollout,`
        + ` ${place.maxDifficulty} at the highest level, difficulty rising by ${show(place.slope)} a step`
    case "value":
      return `its value is ${show(place.value)}: learnability ${show(place.learnability)} times progress`
        + ` ${show(place.progress)}, novelty ${show(place.novelty)}, age ${
          show(place.age)
        }; hopeless with chance`
        + ` ${show(place.hopeless)}, mastered with chance ${show(place.mastered)}`
  }
}
