/** A model on a server of chat completions, as OpenAI, vLLM, SGLang, llama.cpp and Ollama speak them. */
import * as ChatBody from "@scaler/chat/ChatBody"
import * as ChatCompletions from "@scaler/chat/ChatCompletions"
import type { ChatError } from "@scaler/chat/ChatError"
import type { Completion } from "@scaler/chat/Completion"
import { key } from "@scaler/chat/Key"
import { question } from "@scaler/chat/Message"
import * as Patience from "@scaler/chat/Patience"
import type { TryFailed } from "@scaler/chat/TryFailed"
import { Duration, Effect, Layer } from "effect"
import { PolicyError, type SamplingOptions } from "../Policy.ts"
import { TextModel, type TextRequest, type TextResponse } from "../TextModel.ts"
import { checkOptions, checkSamples } from "../tfjs/requests.ts"

export interface OpenAiModelConfig {
  /** Address before `/chat/completions`, as `http://127.0.0.1:8000/v1`. */
  readonly url: string
  /** As the server calls it. */
  readonly model: string
  /** Message of the system before each statement; empty for none, as it is unless given. */
  readonly system?: string
  /** Whether to ask for log-probabilities, which some servers refuse. False unless given. */
  readonly logProbs?: boolean
  /** Most requests under way at a time. 16 unless given. */
  readonly inFlight?: number
  /** Tries for one request. 6 unless given. */
  readonly tries?: number
  /** Most time for one try. 10 minutes unless given. */
  readonly deadline?: Duration.DurationInput
}

const refuse = (message: string) => new PolicyError({ reason: "Request", message })

const toPolicyError = ({ message, reason }: ChatError): PolicyError =>
  new PolicyError({ reason: reason === "Request" ? "Request" : "Backend", message })

const giveUp = (tries: number) => ({ error, isPassing }: TryFailed): PolicyError =>
  isPassing
    ? new PolicyError({
      reason: "Backend",
      message:
        `${error.message}\nThat was the last of ${tries} tries: see that the server is up, then ask again`
    })
    : toPolicyError(error)

/** What chat completions have no word for. */
const checkWords = ({ minP, topK }: SamplingOptions): Effect.Effect<void, PolicyError> => {
  if (topK > 0) return refuse("Chat completions know no top-k: topK must be 0")
  return minP > 0 ? refuse("Chat completions know no min-p: minP must be 0") : Effect.void
}

/** Of the first response; servers count on from it. */
const firstSeed = ({ seed }: TextRequest): number => seed[0] >>> 2

const toResponses = ({ choices, usage }: Completion): ReadonlyArray<TextResponse> =>
  choices.map(({ content, finishReason, logProbs }) => ({
    text: content,
    finish: finishReason === "length" ? "length" as const : "stop" as const,
    tokens: logProbs?.length ??
      (choices.length === 1 && usage.estimated === undefined ? usage.completionTokens : null),
    logProb: logProbs?.reduce((sum, logProb) => sum + logProb, 0) ?? null
  }))

const make = (config: OpenAiModelConfig) =>
  Effect.gen(function*() {
    const { deadline = "10 minutes", inFlight = 16, logProbs = false, model, system = "", tries = 6, url } =
      config
    const server = yield* Effect.mapError(
      ChatCompletions.make({
        url,
        model,
        key: yield* Effect.orDie(key),
        deadline: Duration.decode(deadline)
      }),
      toPolicyError
    )
    const patiently = yield* Patience.make({ jobs: inFlight, tries })

    /** Responses after the first `drawn`. Some servers give fewer than they are asked for: they are asked for the rest. */
    const draw = (
      request: TextRequest,
      options: SamplingOptions,
      drawn = 0
    ): Effect.Effect<ReadonlyArray<TextResponse>, PolicyError> => {
      const { maxTokens, stop, temperature, topP } = options
      const wanted = request.samples - drawn
      const body = ChatBody.encode({
        model,
        messages: question(request.system ?? system, request.statement),
        max_tokens: maxTokens,
        temperature,
        seed: firstSeed(request) + drawn,
        ...(wanted === 1 ? {} : { n: wanted }),
        ...(topP === 1 ? {} : { top_p: topP }),
        ...(stop.length === 0 ? {} : { stop }),
        ...(logProbs ? { logprobs: true } : {})
      })
      return patiently(server.send(body)).pipe(
        Effect.catchTag("TryFailed", giveUp(tries)),
        Effect.flatMap((completion) => {
          const responses = toResponses(completion).slice(0, wanted)
          return responses.length === wanted
            ? Effect.succeed(responses)
            : Effect.map(
              draw(request, options, drawn + responses.length),
              (rest) => [...responses, ...rest]
            )
        })
      )
    }

    return TextModel.of({
      info: {
        facts: { engine: "openai", url: server.url, "base model": model },
        description: `${model} at ${server.url}`,
        notes: []
      },
      respond: (requests, options) =>
        checkOptions(options).pipe(
          Effect.zipRight(checkSamples(requests)),
          Effect.zipRight(checkWords(options)),
          Effect.zipRight(
            Effect.forEach(requests, (request) => draw(request, options), { concurrency: "unbounded" })
          )
        )
    })
  })

/** The key is that of the environment variable `SCALER_LLM_KEY` or `OPENAI_API_KEY`, where the server wants one. */
export const layer = (config: OpenAiModelConfig): Layer.Layer<TextModel, PolicyError> =>
  Layer.provide(Layer.effect(TextModel, make(config)), ChatCompletions.http)
