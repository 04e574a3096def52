/** An environment as operations on plain JSON: what an artifact exports and a sandbox calls. */
import type { AnswerJson, AnswerSpec } from "./AnswerSpec.ts"
import { RejectedSignal } from "./Drawing.ts"
import { type Any, DefinitionError, isEnvironment } from "./Environment.ts"
import { arbitraryInstances, flavour, isEffect, jsonSchema, runEffect } from "./flavour/full.ts"
import { drawAny } from "./Gen.ts"
import * as Ladder from "./Ladder.ts"
import { type Coordinate, fromSeed, fromWords, type Random, seedsBelow } from "./Random.ts"
import type { Axes, Scale } from "./Scale.ts"
import * as Split from "./Split.ts"

/** Everything about an environment that is data. */
export interface Description {
  readonly name: string
  readonly tags: ReadonlyArray<string>
  readonly skill: string
  readonly source: string
  readonly axes: Axes
  readonly ladder: ReadonlyArray<Scale>
  readonly answer: AnswerSpec
  readonly hasCheck: boolean
  /** Largest scale at which the brute force runs; absent where there is none. */
  readonly bruteUpTo?: Scale
  readonly properties: ReadonlyArray<string>
  readonly maxStatementLength: number
  /** JSON Schema of the instances; absent in the lean flavour. */
  readonly instance?: object
}

/** Which instance: the same coordinates are the same instance, everywhere. */
export interface DrawRequest {
  readonly level: number
  readonly seed: Coordinate
  readonly index: number
  /** Draws until the instance belongs to this split; any instance where absent. */
  readonly split?: Split.Split
}

export interface Drawn {
  readonly instance: unknown
  readonly statement: string
  readonly gold: AnswerJson
}

/** The generator found no instance within the bound on draws. */
export class Exhausted extends Error {
  override readonly name = "Exhausted"
}

/** Draws per instance, rejected ones and those of other splits included. */
export const maxAttempts = 1000

/** The operations of an environment. Whatever they throw is a defect of the environment. */
export interface Runnable {
  readonly describe: () => Description
  readonly draw: (request: DrawRequest) => Drawn
  /** A draw at a scale, driven by given 32-bit words and then zeros; undefined where the generator rejects it. */
  readonly drawFrom: (
    request: { readonly scale: Scale; readonly words: ReadonlyArray<number> }
  ) => Drawn | null
  readonly statement: (request: { readonly instance: unknown }) => string
  readonly solve: (request: { readonly instance: unknown }) => AnswerJson
  readonly brute: (request: { readonly instance: unknown }) => AnswerJson
  /** `true`, or why not. */
  readonly check: (request: {
    readonly instance: unknown
    readonly answer: AnswerJson
    readonly gold: AnswerJson
  }) => true | string
  /** Names of the properties that do not hold. */
  readonly failedProperties: (request: {
    readonly instance: unknown
    readonly gold: AnswerJson
    /** That the instance was drawn at. */
    readonly scale: Scale
  }) => ReadonlyArray<string>
  /** Instances from the Schema's own arbitrary; shared flavour only. */
  readonly arbitrary: (request: { readonly seed: number; readonly count: number }) => ReadonlyArray<unknown>
}

/** Throws a DefinitionError where that is no environment: a module may export anything. */
export const make = (environment: Any): Runnable => {
  if (!isEnvironment(environment)) {
    throw new DefinitionError("the default export is no environment: export default Environment.make({ … })")
  }
  const { name } = environment
  let ladder: ReadonlyArray<Scale> | undefined
  const levels = () => ladder ??= Ladder.of(environment)

  const solve = (instance: unknown): AnswerJson => {
    const answer: unknown = environment.solve(instance)
    return environment.answer.encode(isEffect(answer) ? runEffect(answer) : answer)
  }
  const answered = (instance: unknown): Drawn => {
    const statement: unknown = environment.statement(instance)
    if (typeof statement !== "string") throw new TypeError("statement must return a string")
    return { instance, statement, gold: solve(instance) }
  }
  const generate = (scale: Scale, random: Random): unknown => drawAny(environment.generate(scale), random)

  const splitOf = Split.of(name)

  /** Seeds of one run and level by (index, attempt), kept from one draw to the next. */
  let below:
    | { readonly seed: Coordinate; readonly level: number; readonly seeds: ReturnType<typeof seedsBelow> }
    | undefined
  const seedsOf = (seed: Coordinate, level: number) => {
    if (below?.seed !== seed || below.level !== level) {
      below = { seed, level, seeds: seedsBelow("instance", seed, name, level) }
    }
    return below.seeds
  }

  const draw = ({ level, seed, index, split }: DrawRequest): Drawn => {
    const scale = levels()[level]
    if (scale === undefined) {
      throw new RangeError(`${name} has levels 0 to ${levels().length - 1}, not ${level}`)
    }
    const seeds = seedsOf(seed, level)
    let lastReason = ""
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      try {
        const instance = generate(scale, fromSeed(seeds(index, attempt)))
        if (split === undefined || splitOf(instance) === split) return answered(instance)
        lastReason = `of those drawn, none belongs to ${split}`
      } catch (thrown) {
        if (!(thrown instanceof RejectedSignal)) throw thrown
        lastReason = thrown.reason
      }
    }
    throw new Exhausted(`${name} found no instance at level ${level} in ${maxAttempts} draws: ${lastReason}`)
  }

  return {
    describe: () => {
      const instance = jsonSchema(environment.instance)
      return {
        name,
        tags: environment.tags,
        skill: environment.skill,
        source: environment.source,
        axes: environment.scale,
        ladder: levels(),
        answer: environment.answer.spec,
        hasCheck: environment.check !== undefined,
        ...(environment.brute === undefined ? {} : { bruteUpTo: environment.brute.upTo as Scale }),
        properties: Object.keys(environment.properties ?? {}),
        maxStatementLength: environment.maxStatementLength,
        ...(instance === undefined ? {} : { instance })
      }
    },
    draw,
    drawFrom: ({ scale, words }) => {
      let next = 0
      let zeros = 0
      const random = fromWords(() => {
        if (next < words.length) return words[next++]!
        if (++zeros > 1_000_000) throw new RejectedSignal("the generator does not end on zeros")
        return 0
      })
      try {
        return answered(generate(scale, random))
      } catch (thrown) {
        if (thrown instanceof RejectedSignal) return null
        throw thrown
      }
    },
    statement: ({ instance }) => environment.statement(instance),
    solve: ({ instance }) => solve(instance),
    brute: ({ instance }) => {
      if (environment.brute === undefined) throw new TypeError(`${name} has no brute force`)
      return environment.answer.encode(environment.brute.solve(instance))
    },
    check: ({ instance, answer, gold }) => {
      if (environment.check === undefined) throw new TypeError(`${name} has no check`)
      const result: unknown = environment.check(
        instance,
        environment.answer.decode(answer),
        environment.answer.decode(gold)
      )
      if (result === true || typeof result === "string") return result
      throw new TypeError("check must return true or the reason as a string")
    },
    failedProperties: ({ instance, gold, scale }) => {
      const answer: unknown = environment.answer.decode(gold)
      return Object.entries(environment.properties ?? {})
        .filter(([, holds]) => !holds(instance, answer, scale))
        .map(([property]) => property)
    },
    arbitrary: ({ seed, count }) => {
      const instances = arbitraryInstances(environment.instance, seed, count)
      if (instances === undefined) throw new TypeError(`The ${flavour} flavour has no arbitrary`)
      return instances
    }
  }
}
