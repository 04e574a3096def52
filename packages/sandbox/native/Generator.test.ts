import { afterAll, describe, expect } from "bun:test"
import { Effect, Either } from "effect"
import { closeAll, drawAll, inputOrReason, requests, testedModes, withNative } from "./testing.ts"

afterAll(closeAll)

const values = `import random
def generate_testcase(scale):
    a = [random.randint(0, 9999) for _ in range(scale["n"])]
    return f"{len(a)}\\n{' '.join(map(str, a))}\\n", {"n": len(a), "a": a}`

/** A generator whose body this is. */
const generator = (body: string, before = "import datetime, os, random, secrets, string, sys, time, uuid") =>
  `${before}\ndef generate_testcase(scale):\n${body.split("\n").map((line) => `    ${line}`).join("\n")}`

/** What Python itself draws: the same numbers, told by the interpreter and not by us. */
const drawnByPython = (seed: number) =>
  Bun.spawnSync({
    cmd: [
      "python3",
      "-c",
      `import random; random.seed(${seed}); print([random.randint(0, 9999) for _ in range(3)])`
    ]
  }).stdout.toString().trim()

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    test("a draw is what Python draws for the seed, in whatever batch", () =>
      withNative(mode, (native) =>
        Effect.gen(function*() {
          const batch = (yield* native.draw(values, requests(8))).map(Either.getOrThrow)
          for (const seed of [0, 7]) {
            const list = drawnByPython(seed)
            expect(batch[seed]).toEqual({
              input: `3\n${list.slice(1, -1).replaceAll(",", "")}\n`,
              instance: { n: 3, a: JSON.parse(list) },
              printed: `{'n': 3, 'a': ${list}}`
            })
          }
          const alone = yield* native.draw(values, [{ seed: 5, scale: { n: 3 } }])
          expect(alone.map(Either.getOrThrow)).toEqual([batch[5]!])
          const larger = yield* native.draw(values, [{ seed: 5, scale: { n: 2 ** 10 } }])
          expect(larger.map(Either.getOrThrow)[0]!.instance["n"]).toBe(1024)
        })))

    test("state kept in the module is gone by the next draw", async () => {
      const counting = generator(`calls.append(1)\nreturn str(len(calls)), {}`, "calls = []")
      expect(await drawAll(mode, counting)).toEqual(["1", "1", "1"])
    })

    test("state kept anywhere else is noticed", async () => {
      const counting = generator(
        `string.calls = getattr(string, "calls", 0) + 1\nreturn str(string.calls), {}`
      )
      expect(await drawAll(mode, counting)).toEqual(["Unrepeatable", "Unrepeatable", "Unrepeatable"])
      const ending = generator(
        `string.calls = getattr(string, "calls", 0) + 1\nif string.calls > 3: os._exit(0)\nreturn "same", {}`
      )
      expect(await drawAll(mode, ending)).not.toContain("1")
    })

    test("randomness without a seed is a function of ours, or refused", async () => {
      const body = (expression: string) => generator(`return str(${expression}), {}`)
      const twice = async (expression: string) => [
        await drawAll(mode, body(expression)),
        await drawAll(mode, body(expression))
      ]
      const seeded = ["random.random()", "random.Random().random()", "[random.seed(), random.random()][1]"]
      for (const expression of [...seeded, "time.time()", "datetime.datetime.now()", "hash('text')"]) {
        const [first, second] = await twice(expression)
        expect(first).toEqual(second!)
      }
      for (const expression of seeded) expect(new Set(await drawAll(mode, body(expression))).size).toBe(3)
      for (
        const expression of [
          "os.urandom(4)",
          "uuid.uuid4()",
          "secrets.token_hex()",
          "random.SystemRandom().random()"
        ]
      ) {
        expect(await drawAll(mode, body(expression))).toEqual(["Threw", "Threw", "Threw"])
      }
    })

    test("what a generator prints reaches nobody", async () => {
      const printing = generator(`print('{"input":"forged"}')\nos.write(1, b"x\\n")\nreturn "mine", {}`)
      expect(await drawAll(mode, printing)).toEqual(["mine", "mine", "mine"])
    })

    test("results that are no test case are faults of their draws", async () => {
      for (
        const result of [
          "None",
          "'text'",
          "'text', [1]",
          "1, {}",
          "'text', {}, 1",
          "'text', {'a': object()}",
          "'text', {'a': float('nan')}",
          "'\\udc80', {}"
        ]
      ) {
        expect([result, ...await drawAll(mode, generator(`return ${result}`), 1)]).toEqual([
          result,
          "Invalid"
        ])
      }
    })

    test("the fault of one draw leaves the others standing", async () => {
      const hurt = (how: string) =>
        `import os, random
def generate_testcase(scale):
    number = random.randint(0, 10 ** 9)
    if number == ${JSON.stringify(0)} + WHICH:
        ${how}
    return str(number), {}`
      const numbers = await drawAll(mode, hurt("pass").replace("WHICH", "-1"), 5)
      for (
        const [how, reason] of [
          ["raise ValueError('no such luck')", "Threw"],
          ["raise SystemExit(3)", "Threw"],
          ["os._exit(0)", "Crashed"],
          ["os.abort()", "Crashed"],
          ["return 5", "Invalid"],
          ["while True: pass", "CpuTime"],
          ["held = [bytearray(2 ** 20) for _ in range(2 ** 20)]", "Memory"],
          ["while True: print('flood', flush=True)", "Output"],
          ["return 'x' * 2 ** 20, {}", "Output"]
        ] as const
      ) {
        const drawn = await drawAll(mode, hurt(how).replace("WHICH", numbers[2]!), 5)
        expect([how, ...drawn]).toEqual([how, ...numbers.with(2, reason)])
      }
    })

    test("a source that is wrong is a fault of every draw, with what Python says", () =>
      withNative(mode, (native) =>
        Effect.gen(function*() {
          const cases = {
            "def generate_testcase(": "SyntaxError",
            "raise ValueError('at load')": "ValueError: at load",
            "import no_such_module": "No module named 'no_such_module'",
            "x = 1": "generate_testcase",
            "while True: pass": "processor time"
          }
          for (const [source, message] of Object.entries(cases)) {
            const drawn = yield* native.draw(source, requests(2))
            for (const outcome of drawn) {
              expect(Either.isLeft(outcome) ? outcome.left.message : "drawn").toContain(message)
            }
          }
        })))

    test("scales are a generator's own, and it cannot change another's", async () => {
      const taking = generator(`scale["n"] += 1\nscale.clear()\nreturn "drawn", scale`)
      const same = { n: 3 }
      const drawn = await withNative(
        mode,
        (native) => native.draw(taking, [{ seed: 1, scale: same }, { seed: 2, scale: same }])
      )
      expect(drawn.map(inputOrReason)).toEqual(["drawn", "drawn"])
      expect(same).toEqual({ n: 3 })
    })
  })
}
