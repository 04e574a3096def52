/** What a server does, without its wire: sessions, models, samplers and weights that are kept. */
import { fromCoordinates } from "@scaler/dsl/Random"
import type { Dialect } from "../Dialect.ts"
import type { Datum } from "../wire/Datum.ts"
import type { ForwardBackwardInput } from "../wire/ForwardBackward.ts"
import * as ModelInput from "../wire/ModelInput.ts"
import type { AdamParams } from "../wire/OptimStep.ts"
import type { sample } from "../wire/Sample.ts"
import * as TinyModel from "./TinyModel.ts"

/** A request is not granted, with the status that says why. */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

interface Model {
  tiny: TinyModel.TinyModel
  /** Requests after its creation. */
  requests: number
}

/** Loss of a target, and its slope in the target's log-probability. */
const tokenLoss = (
  { loss_fn, loss_fn_config }: ForwardBackwardInput,
  logProb: number,
  sampled: number,
  advantage: number
): readonly [loss: number, slope: number] => {
  const ratio = Math.exp(logProb - sampled)
  const { clip_high_threshold, clip_low_threshold } = loss_fn_config ??
    { clip_low_threshold: 0.8, clip_high_threshold: 1.2 }
  const clipped = Math.min(Math.max(ratio, clip_low_threshold), clip_high_threshold)
  switch (loss_fn) {
    case "cross_entropy":
      return [-logProb, -1]
    case "importance_sampling":
      return [-ratio * advantage, -ratio * advantage]
    case "ppo":
      return ratio * advantage <= clipped * advantage
        ? [-ratio * advantage, -ratio * advantage]
        : [-clipped * advantage, 0]
    case "cispo":
      return [-clipped * logProb * advantage, -clipped * advantage]
  }
}

/** The vectors of a datum, all of the length of its input. */
const vectorsOf = (
  { loss_fn_inputs: inputs, model_input }: Datum,
  { loss_fn, loss_fn_config }: ForwardBackwardInput
) => {
  const tokens = ModelInput.tokensOf(model_input)
  const clips = loss_fn === "ppo" || loss_fn === "cispo"
  if (loss_fn_config !== undefined && !clips) throw new Refusal(422, `${loss_fn} has no loss_fn_config`)
  const isWeighed = loss_fn === "cross_entropy"
  for (const name of ["advantages", "logprobs"] as const) {
    if ((inputs[name] === undefined) !== isWeighed) {
      throw new Refusal(422, `${name} do not go with ${loss_fn}, or are missing`)
    }
  }
  for (const [name, { data, shape }] of Object.entries(inputs)) {
    if (data.length !== tokens.length || shape[0] !== data.length) {
      throw new Refusal(422, `${name} has ${data.length} values for ${tokens.length} tokens`)
    }
  }
  const nothing = tokens.map(() => 0)
  return {
    tokens,
    targets: inputs.target_tokens.data,
    weights: inputs.weights?.data ?? tokens.map(() => 1),
    advantages: inputs.advantages?.data ?? nothing,
    logprobs: inputs.logprobs?.data ?? nothing
  }
}

export const make = (dialect: Dialect, vocabulary: number) => {
  const kept = new Map<string, TinyModel.TinyModel>()
  const sessions = new Set<string>()
  const models = new Map<string, Model>()
  const samplers = new Map<string, TinyModel.TinyModel>()
  const losses: Array<number> = []
  let loss = 0
  let named = 0
  const name = (kind: string) => `${kind}-${++named}`

  const find = <A>(kind: string, among: ReadonlyMap<string, A>, id: string): A => {
    const found = among.get(id)
    if (found === undefined) throw new Refusal(404, `${kind} not found`)
    return found
  }
  /** A model that is asked for something. */
  const asked = (id: string) => {
    const model = find("Model", models, id)
    model.requests++
    return model
  }

  return {
    /** The batch's loss at each step so far. */
    losses: losses as ReadonlyArray<number>,
    /** Forgets everything but the weights that are kept. */
    restart: () => [sessions, models, samplers].forEach((all) => all.clear()),
    /** How many models there are. */
    models: () => models.size,
    createSession: () => {
      const session_id = name("session")
      sessions.add(session_id)
      return { session_id }
    },
    heartbeat: (session_id: string) => {
      if (!sessions.has(session_id)) throw new Refusal(404, "Session not found")
      return {}
    },
    createModel: (session_id: string, seed: number) => {
      if (!sessions.has(session_id)) throw new Refusal(404, "Session not found")
      const model_id = name("model")
      models.set(model_id, { tiny: TinyModel.make(seed, vocabulary), requests: 0 })
      return { model_id }
    },
    unloadModel: (model_id: string) => {
      find("Model", models, model_id)
      models.delete(model_id)
      return {}
    },
    forwardBackward: (model_id: string, input: ForwardBackwardInput) => {
      const { tiny } = asked(model_id)
      return {
        loss_fn_outputs: input.data.map((datum) => {
          const { advantages, logprobs, targets, tokens, weights } = vectorsOf(datum, input)
          const count = dialect.reduction === "sum" ? 1 : weights.reduce((sum, weight) => sum + weight, 0)
          const data = tokens.map((_, place) => {
            const before = tokens.slice(0, place + 1)
            const target = targets[place]!
            const logProb = TinyModel.logProbs(tiny, before)[target]!
            const [value, slope] = tokenLoss(input, logProb, logprobs[place]!, advantages[place]!)
            const share = weights[place]! / count
            loss += share * value
            if (share * slope !== 0) TinyModel.addGradient(tiny, before, target, share * slope)
            return logProb
          })
          tiny.examples++
          return { logprobs: { data } }
        })
      }
    },
    optimStep: (model_id: string, params: AdamParams) => {
      if (!dialect.clipsGradients && params.grad_clip_norm !== undefined) {
        throw new Refusal(422, "grad_clip_norm is not known")
      }
      const { tiny } = asked(model_id)
      const divisor = dialect.reduction === "sum" ? 1 : Math.max(tiny.examples, 1)
      losses.push(loss / divisor)
      loss = 0
      return { metrics: { "skyrl.ai/grad_norm": TinyModel.step(tiny, params, divisor) } }
    },
    save: (model_id: string, label: string) => {
      const path = `tinker://${model_id}/weights/${label}`
      if (kept.has(path)) throw new Refusal(409, `${label} is there already`)
      kept.set(path, TinyModel.copy(asked(model_id).tiny))
      return { path }
    },
    load: (model_id: string, path: string) => {
      const model = asked(model_id)
      if (model.requests > 1) throw new Refusal(400, "Weights can only be loaded by a model's first request")
      model.tiny = TinyModel.copy(find("Checkpoint", kept, path))
      return {}
    },
    sampler: (model_id: string) => {
      const sampling_session_id = name("sampler")
      samplers.set(sampling_session_id, TinyModel.copy(asked(model_id).tiny))
      return { sampling_session_id }
    },
    sample: ({ num_samples, prompt, sampling_params, sampling_session_id }: typeof sample.body.Type) => {
      const tiny = find("Sampling session", samplers, sampling_session_id)
      const { max_tokens, seed, stop, temperature } = sampling_params
      const sequence = (index: number) => {
        const read = [...ModelInput.tokensOf(prompt)]
        const tokens: Array<number> = []
        const logprobs: Array<number> = []
        const random = fromCoordinates("sample", seed, index)
        while (tokens.length < max_tokens && !stop.includes(tokens.at(-1)!)) {
          const token = TinyModel.draw(
            TinyModel.logProbs(tiny, read, temperature || 1),
            temperature,
            random.unit()
          )
          logprobs.push(TinyModel.logProbs(tiny, read)[token]!)
          tokens.push(token)
          read.push(token)
        }
        const stop_reason = stop.includes(tokens.at(-1)!) ? "stop" as const : "length" as const
        return { stop_reason, tokens, logprobs }
      }
      return { sequences: Array.from({ length: num_samples }, (_, index) => sequence(index)) }
    }
  }
}
