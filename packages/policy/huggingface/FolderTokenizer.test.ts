/** Against Transformers, as recorded by `golden/texts.py`, and live where it is installed. */
import type { Message } from "@scaler/chat/Message"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as FolderTokenizer from "./FolderTokenizer.ts"

const golden = join(import.meta.dir, "golden")
const kinds = ["qwen", "llama3", "smollm"] as const
const scratch = mkdtempSync(join(tmpdir(), "tokenizer-"))
afterAll(() => rmSync(scratch, { recursive: true }))

/** What Transformers does with one tokenizer. */
interface Recorded {
  /** Numbers with spaces between. */
  readonly tokens: ReadonlyArray<string>
  /** Null where decoding gives the text back. */
  readonly decoded: ReadonlyArray<string | null>
  /** Of the first texts, all tokens but the first, decoded. */
  readonly rest: ReadonlyArray<string>
  readonly end: number
  readonly chats: ReadonlyArray<{
    readonly messages: ReadonlyArray<Message>
    readonly options: Readonly<Record<string, unknown>>
    readonly text: string
  }>
}
type All = { readonly texts: ReadonlyArray<string> } & Readonly<Record<typeof kinds[number], Recorded>>

const vocabulary = 500
const open = (directory: string, endTokens: ReadonlyArray<number> = []) =>
  Effect.runPromise(FolderTokenizer.open(directory, vocabulary, endTokens))

const agrees = async (directory: string, kind: typeof kinds[number]) => {
  const all: All = JSON.parse(readFileSync(join(directory, "texts.json"), "utf8"))
  const { chats, decoded, end, rest, tokens } = all[kind]
  const tokenizer = await open(join(directory, "tokenizers", kind))
  all.texts.forEach((text, index) => {
    const encoded = Effect.runSync(tokenizer.encode(text))
    expect({ text, tokens: encoded.join(" ") }).toEqual({ text, tokens: tokens[index]! })
    expect(tokenizer.decode(encoded)).toBe(decoded[index] ?? text)
  })
  rest.forEach((text, index) => {
    const later = tokens[index]!.split(" ").slice(1).map(Number)
    expect(tokenizer.decode(Int32Array.from(later))).toBe(text)
  })
  expect(tokenizer.endTokens).toEqual([end])
  for (const { messages, options, text } of chats) {
    expect(Effect.runSync(tokenizer.chat(messages, { add_generation_prompt: false, ...options }))).toBe(text)
  }
}

/** A copy of the Qwen tokenizer of which a file is changed. */
const changed = (file: string, change: (content: string) => string): string => {
  const directory = mkdtempSync(join(scratch, "changed-"))
  cpSync(join(golden, "tokenizers", "qwen"), directory, { recursive: true })
  writeFileSync(join(directory, file), change(readFileSync(join(directory, file), "utf8")))
  return directory
}

describe("FolderTokenizer", () => {
  test.each(kinds)(
    "%s: tokens, texts and conversations are those of Transformers",
    (kind) => agrees(golden, kind)
  )

  test("without its model, a folder has as many tokens as its files say, and its own ends", async () => {
    const alone = (directory: string) => Effect.runPromise(FolderTokenizer.openAlone(directory))
    const { endTokens, vocabulary: own } = await alone(join(golden, "tokenizers", "qwen"))
    expect(own).toBeLessThanOrEqual(vocabulary)
    const directory = changed("tokenizer_config.json", (text) => text)
    writeFileSync(join(directory, "config.json"), JSON.stringify({ vocab_size: 512, model_type: "any" }))
    writeFileSync(join(directory, "generation_config.json"), JSON.stringify({ eos_token_id: [3, 4] }))
    expect(endTokens).toHaveLength(1)
    expect(await alone(directory)).toMatchObject({ vocabulary: 512, endTokens: [3, 4] })
  })

  test("the model's end tokens come before the tokenizer's", async () => {
    expect((await open(join(golden, "tokenizers", "qwen"), [7, 9])).endTokens).toEqual([7, 9])
  })

  test("a statement is put into the template where there is one", async () => {
    const asked = async (directory: string, system?: string) => {
      const tokenizer = await Effect.runPromise(FolderTokenizer.open(directory, vocabulary, [], system))
      const written = (text: string) => [...Effect.runSync(tokenizer.encode(text))]
      const instead = (system: string) => [...Effect.runSync(tokenizer.prompt("1+1?", system))]
      return { tokens: [...Effect.runSync(tokenizer.prompt("1+1?"))], written, instead }
    }
    const user = "<|im_start|>user\n1+1?<|im_end|>\n<|im_start|>assistant\n"
    const plain = await asked(join(golden, "tokenizers", "qwen"))
    expect(plain.tokens).toEqual(plain.written(user))
    const told = await asked(join(golden, "tokenizers", "qwen"), "Be brief.")
    expect(told.tokens).toEqual(told.written(`<|im_start|>system\nBe brief.<|im_end|>\n${user}`))
    expect(told.instead("")).toEqual(plain.tokens)
    expect(plain.instead("Be brief.")).toEqual(told.tokens)
    const without = await asked(
      changed("tokenizer_config.json", () => "{\"eos_token\":\"<|im_end|>\"}"),
      "Be brief."
    )
    expect(without.tokens).toEqual(without.written("1+1?\n"))
  })

  test.each(
    [
      [
        "tokenizer.json",
        (text: string) => text.replace("\"Isolated\"", "\"MergedWithNext\""),
        "\"MergedWithNext\""
      ],
      ["tokenizer.json", (text: string) => text.replace("\"BPE\"", "\"Unigram\""), "model.type \"Unigram\""],
      ["tokenizer.json", (text: string) => text.replace(/"id":\s*421\b/, "\"id\":4210"), "token 4210"],
      ["tokenizer.json", () => "{", "tokenizer.json is not JSON"],
      ["tokenizer_config.json", () => "{}", "eos_token"],
      [
        "tokenizer_config.json",
        () => "{\"eos_token\":\"<|im_end|>\",\"chat_template\":\"{% if %}\"}",
        "chat template"
      ]
    ] as const
  )("a folder whose %s is changed is refused (%#)", async (file, change, expected) => {
    const { message, reason } = await Effect.runPromise(
      Effect.flip(FolderTokenizer.open(changed(file, change), vocabulary, []))
    )
    expect(reason).toBe("Checkpoint")
    expect(message).toContain(expected)
  })

  test("a conversation that a template refuses, or for which there is none, is a request that is wrong", async () => {
    const refused = async (template: string) => {
      const settings = JSON.stringify({ eos_token: "<|im_end|>", chat_template: template })
      const { chat } = await open(changed("tokenizer_config.json", () => settings))
      return Effect.runPromise(Effect.flip(chat([{ role: "user", content: "hello" }])))
    }
    expect(await refused("{{ raise_exception('no users') }}")).toMatchObject({
      reason: "Request",
      message: expect.stringContaining("no users")
    })
    const none = await open(changed("tokenizer_config.json", () => "{\"eos_token\":\"<|im_end|>\"}"))
    expect((await Effect.runPromise(Effect.flip(none.chat([])))).message).toContain("no chat template")
  })
})

const python = process.env["SCALER_PYTHON"]

test.skipIf(python === undefined)(
  "Transformers today, with other texts (needs SCALER_PYTHON with transformers)",
  async () => {
    const { exitCode, stderr } = Bun.spawnSync([python!, join(golden, "texts.py"), scratch, "7"])
    if (exitCode !== 0) throw new Error(stderr.toString())
    for (const kind of kinds) await agrees(scratch, kind)
  },
  900_000
)
