import { expect, test } from "bun:test"
import * as Completion from "./Completion.ts"

const receive = (body: unknown) => Completion.receive("question", "tiny", JSON.stringify(body))

const counted = { usage: { promptTokens: 9, completionTokens: 4 } }
const usage = { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 }

/** Replies in the forms in which servers send them. */
const replies: ReadonlyArray<
  readonly [
    server: string,
    body: unknown,
    reply: Completion.Choice & Omit<Completion.Completion, "choices">
  ]
> = [
  ["OpenAI", {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "gpt-2026",
    choices: [{
      index: 0,
      message: { role: "assistant", content: "hi", refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: "stop"
    }],
    usage: { ...usage, completion_tokens_details: { reasoning_tokens: 0 } },
    service_tier: "default"
  }, { content: "hi", finishReason: "stop", model: "gpt-2026", ...counted }],
  ["vLLM, of a model that was still thinking", {
    id: "chatcmpl-2",
    model: "qwen",
    choices: [{
      index: 0,
      message: { role: "assistant", reasoning_content: "Let me see", content: null, tool_calls: [] },
      finish_reason: "length",
      stop_reason: null
    }],
    usage: { ...usage, prompt_tokens_details: null },
    prompt_logprobs: null
  }, { content: "", finishReason: "length", model: "qwen", ...counted }],
  ["Ollama", {
    model: "llama3",
    system_fingerprint: "fp_ollama",
    choices: [{ index: 0, message: { role: "assistant", content: "hi" }, finish_reason: "stop" }],
    usage
  }, { content: "hi", finishReason: "stop", model: "llama3", ...counted }],
  ["a proxy that passes a null for an error", {
    error: null,
    choices: [{ message: { content: "hi" }, finish_reason: "stop" }],
    usage
  }, { content: "hi", finishReason: "stop", model: "tiny", ...counted }],
  ["one that sends parts", {
    model: "parts",
    choices: [{
      message: { content: [{ type: "text", text: "h" }, { type: "thinking" }, { type: "text", text: "i" }] }
    }],
    usage
  }, { content: "hi", finishReason: "unknown", model: "parts", ...counted }],
  ["one that cannot count", {
    choices: [{ message: { content: "hi there" }, finish_reason: "stop" }],
    usage: { prompt_tokens: null, completion_tokens: -1 }
  }, {
    content: "hi there",
    finishReason: "stop",
    model: "tiny",
    usage: { promptTokens: 3, completionTokens: 3, estimated: true }
  }]
]

test.each(replies)("a reply of %s is read", (_, body, { content, finishReason, ...rest }) => {
  expect(receive(body)).toEqual({
    _tag: "Completion",
    completion: { choices: [{ content, finishReason }], ...rest }
  })
})

test("all choices are read, with the log-probabilities of their tokens where they are told", () => {
  const choice = (content: string, logprobs: unknown) => ({
    message: { content },
    finish_reason: "stop",
    logprobs
  })
  const choices = [
    choice("ab", {
      content: [{ token: "a", logprob: -0.5, bytes: [97] }, { token: "b", logprob: -1 }],
      refusal: null
    }),
    choice("c", null),
    choice("d", { tokens: ["d"] })
  ]
  expect(receive({ choices, usage })).toMatchObject({
    completion: {
      choices: [
        { content: "ab", finishReason: "stop", logProbs: [-0.5, -1] },
        { content: "c", finishReason: "stop" },
        { content: "d", finishReason: "stop" }
      ]
    }
  })
})

test.each([
  [{ error: { message: "overloaded", code: 503 } }, 503],
  [{ error: { message: "overloaded", code: "429" } }, 429],
  [{ error: { message: "overloaded", code: "server_overloaded" } }, 500],
  [{ error: { message: "stopped" }, choices: [{ message: { content: "half" } }] }, 500],
  [{ error: "overloaded" }, 500]
])("%j is an error", (body, status) => {
  expect(receive(body)).toEqual({ _tag: "Error", status })
})

test.each([[{}], [null], ["fine"], [[]], [{ choices: [] }], [{ choices: [{}] }]])(
  "%j is nothing whole",
  (body) => {
    expect(receive(body)).toEqual({ _tag: "Broken" })
  }
)
