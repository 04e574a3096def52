/** The part of `effect/Data` that lean artifacts have. */
import { EffectPrototype, type Lean } from "@scaler/dsl/flavour/lean"

/** The class of a typed error with fields, which can be yielded. */
export const TaggedError = (tag: string) => {
  class Tagged extends Error implements Lean<never> {
    readonly _tag = tag
    constructor(fields: object = {}) {
      super((fields as { readonly message?: string }).message)
      Object.assign(this, fields)
      this.name = tag
    }
    run(): never {
      throw this
    }
  }
  Object.assign(Tagged.prototype, EffectPrototype)
  return Tagged
}
