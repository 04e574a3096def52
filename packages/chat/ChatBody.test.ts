import { expect, test } from "bun:test"
import { Either } from "effect"
import * as ChatBody from "./ChatBody.ts"

const messages = [{ role: "user", content: "Is \"max_tokens\": 1 a lot?" }] as const

test("equal questions are equal texts, in whatever order their fields are", () => {
  const reversed = [{ content: messages[0].content, role: "user" as const }]
  expect(ChatBody.encode({ seed: 1, max_tokens: 5, messages: reversed, temperature: 0, model: "tiny" })).toBe(
    ChatBody.encode({ model: "tiny", messages, max_tokens: 5, temperature: 0, seed: 1 })
  )
})

test("a text is read as what it was written from", () => {
  const body = {
    model: "tiny",
    messages,
    max_tokens: 5,
    seed: 1,
    n: 2,
    top_p: 0.9,
    stop: ["."],
    logprobs: true
  }
  expect(Either.getOrThrow(ChatBody.decode(ChatBody.encode(body)))).toEqual(body)
})

test.each([
  ["api.openai.com", "max_completion_tokens"],
  ["mine.openai.azure.com", "max_completion_tokens"],
  ["127.0.0.1", "max_tokens"],
  ["notopenai.com", "max_tokens"]
])("%s is told %s", (host, name) => {
  const sent = JSON.parse(
    ChatBody.forHost(host, ChatBody.encode({ model: "tiny", messages, max_tokens: 5 }))
  ) as object
  expect(sent).toEqual({ model: "tiny", messages, [name]: 5 })
})
