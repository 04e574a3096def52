import { afterAll, describe, expect, test as plainTest } from "bun:test"
import { Effect, Either, Fiber } from "effect"
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { killAll } from "../testing.ts"
import { layer, Native, type Options } from "./Native.ts"
import { closeAll, limits, reasonOf, runOnce, testedModes, withNative } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "native-"))
afterAll(async () => {
  await closeAll()
  rmSync(folder, { recursive: true })
})

/** Native programs with a cache of their own, closed at the end. */
const withOwn = <A, E>(options: Options, use: (native: Native["Type"]) => Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(
    Effect.provide(Effect.flatMap(Native, use), layer({ limits, maxProcesses: 1, ...options }))
  )

const sum = `#include <bits/stdc++.h>
int main() { long long a, sum = 0; while (std::cin >> a) sum += a; std::cout << sum << std::endl; }`

const echo = `#include <cstdio>
int main() { for (int c; (c = getchar()) != EOF;) putchar(c); }`

/** Processes that this folder's name is in the command of. */
const processesOf = (directory: string): ReadonlyArray<number> =>
  readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(directory)
    } catch {
      return false
    }
  })

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    test("a solution in C++ reads its input and writes its answer", async () => {
      expect(await runOnce(mode, "cpp", sum, "1 2\n3")).toEqual(Either.right("6\n"))
    })

    test("a solution in Python is run as the interpreter would", async () => {
      const source = `import sys, threading
from collections import *
def main():
    print(sum(int(x) for line in sys.stdin for x in line.split()), __name__, Counter("aab")["a"])
threading.stack_size(2 ** 26)
sys.setrecursionlimit(10 ** 6)
thread = threading.Thread(target=main)
thread.start()
thread.join()
import atexit
atexit.register(lambda: print("bye"))
exit()`
      expect(await runOnce(mode, "python", source, "1 2\n3\n")).toEqual(Either.right("6 __main__ 2\nbye\n"))
    })

    test("modules that a solution imports are there, though files are not", async () => {
      const source = `from os import path; import xml.etree.ElementTree as tree, json
from concurrent import futures
print(path.join("a", "b"), tree.fromstring("<a/>").tag, json.dumps([1]), futures.__name__)`
      expect(await runOnce(mode, "python", source)).toEqual(Either.right("a/b a [1] concurrent.futures\n"))
    })

    test("time, memory and processor time of a run are told", () =>
      withNative(mode, (native) =>
        Effect.gen(function*() {
          const source = `#include <vector>
#include <cstdio>
#include <ctime>
int main() { std::vector<char> held(100 << 20, 1); while (clock() < CLOCKS_PER_SEC / 5); std::printf("%d", held[5]); }`
          const run = yield* native.run(yield* native.compile(source, "cpp"), "")
          expect(run.stdout).toBe("1")
          expect(run.cpuMillis).toBeGreaterThanOrEqual(190)
          expect(run.wallMillis).toBeGreaterThanOrEqual(190)
          expect(run.peakBytes).toBeGreaterThan(100 * 2 ** 20)
          expect(run.peakBytes).toBeLessThan(200 * 2 ** 20)
        })))

    test("a source that is wrong is refused with what the compiler said first", async () => {
      const cpp = await runOnce(mode, "cpp", "int main() { return missing; }")
      expect(reasonOf(cpp)).toBe("Compile")
      expect(Either.isLeft(cpp) ? cpp.left.message : "").toMatch(
        /solution\.cpp:1:\d+: error: .missing. was not declared/
      )
      const unlinked = await runOnce(mode, "cpp", "int missing(); int main() { return missing(); }")
      expect(Either.isLeft(unlinked) ? unlinked.left.message : "").toContain("undefined reference")
      const python = await runOnce(mode, "python", "print(")
      expect(reasonOf(python)).toBe("Compile")
      expect(Either.isLeft(python) ? python.left.message : "").toContain("SyntaxError")
    })

    test("a source that only an older C++ takes is compiled as that", async () => {
      const source = `#include <bits/stdc++.h>
int main() { bool seen = false; seen++; std::cout << seen; }`
      expect(await runOnce(mode, "cpp", source)).toEqual(Either.right("1"))
    })

    test("what is compiled is kept, by what it is made of", async () => {
      const cacheDirectory = mkdtempSync(join(folder, "cache-"))
      const compiled = (source: string) =>
        withOwn({ mode, cacheDirectory }, (native) => native.compile(source, "cpp"))
      const source = `#include <cstdio>\nint main() { std::puts("one"); }`
      const first = await compiled(source)
      const executable = first.language === "cpp" ? first.executable : ""
      const { ino } = statSync(executable)
      expect(await compiled(source)).toEqual(first)
      expect(statSync(executable).ino).toBe(ino)
      expect(await compiled(source.replace("one", "two"))).not.toEqual(first)
      expect(readdirSync(join(cacheDirectory, "programs"))).toHaveLength(2)
      // Nothing half made is left behind.
      expect(readdirSync(cacheDirectory).filter((name) => name.startsWith("making-"))).toEqual([])
    })

    test("a run starts as the first did: nothing of the one before is left", async () => {
      const source = `import builtins, random, sys
print(getattr(builtins, "kept", "nothing"), random.random())
builtins.kept = "something"`
      const [first, second] = await withNative(
        mode,
        (native) =>
          Effect.flatMap(
            native.compile(source, "python"),
            (program) => Effect.all([native.run(program, ""), native.run(program, "")])
          )
      )
      expect(first!.stdout).toStartWith("nothing ")
      expect(second!.stdout).toBe(first!.stdout)
    })

    test("runs at once are answered each with its own", () =>
      withNative(mode, (native) =>
        Effect.gen(function*() {
          const program = yield* native.compile(sum, "cpp")
          const numbers = Array.from({ length: 40 }, (_, index) => index)
          const runs = yield* Effect.forEach(numbers, (n) => native.run(program, `${n} ${n}`), {
            concurrency: 8
          })
          expect(runs.map(({ stdout }) => stdout)).toEqual(numbers.map((n) => `${2 * n}\n`))
        })))

    test("a launcher that is killed is a typed error, and the next run works", () => {
      const cacheDirectory = mkdtempSync(join(folder, "cache-"))
      const patient = { ...limits, cpuMillis: 60_000, wallMillis: 60_000 }
      return withOwn({ mode, cacheDirectory, limits: patient }, (native) =>
        Effect.gen(function*() {
          const loop = yield* native.compile("int main() { for (;;); }", "cpp")
          const program = yield* native.compile(echo, "cpp")
          const pending = yield* Effect.fork(Effect.flip(native.run(loop, "")))
          while (processesOf(join(cacheDirectory, "programs")).length === 0) yield* Effect.sleep("10 millis")
          yield* Effect.sleep("100 millis")
          const programs = processesOf(join(cacheDirectory, "programs"))
          killAll(processesOf(cacheDirectory).filter((pid) => !programs.includes(pid)))
          expect(yield* Fiber.join(pending)).toMatchObject({ _tag: "SandboxError", reason: "Crashed" })
          expect((yield* native.run(program, "4")).stdout).toBe("4")
        }))
    })

    test("an interrupted run ends its launcher, and leaves no stale answer to the next", () =>
      withNative(mode, (native) =>
        Effect.gen(function*() {
          const loop = yield* native.compile("int main() { for (;;); }", "cpp")
          const program = yield* native.compile(echo, "cpp")
          yield* Effect.timeoutOption(native.run(loop, ""), "300 millis")
          expect((yield* native.run(program, "5")).stdout).toBe("5")
        }), { cpuMillis: 60_000, wallMillis: 60_000 }))

    test("all processes end with the scope", async () => {
      const cacheDirectory = mkdtempSync(join(folder, "cache-"))
      await withOwn({ mode, cacheDirectory }, (native) =>
        Effect.gen(function*() {
          yield* native.run(yield* native.compile(echo, "cpp"), "1")
          yield* native.run(yield* native.compile("print(1)", "python"), "1")
          expect(processesOf(cacheDirectory).length).toBeGreaterThan(1)
        }))
      expect(processesOf(cacheDirectory)).toEqual([])
    })
  })
}

plainTest("without a compiler, the refusal names the command that adds it", async () => {
  const path = process.env["PATH"]
  process.env["PATH"] = folder
  try {
    const failure = await Effect.runPromise(Effect.flip(Effect.provide(Native, layer({ limits }))))
    expect(failure.reason).toBe("Unavailable")
    expect(failure.message).toContain("apt-get install -y g++")
    expect(failure.message).toContain("apt-get install -y python3")
  } finally {
    process.env["PATH"] = path
  }
})

plainTest("a mode that does not work is an error, never another mode", async () => {
  const path = process.env["PATH"]
  writeFileSync(join(folder, "bwrap"), "#!/bin/sh\necho no namespaces here >&2; exit 1\n", { mode: 0o755 })
  process.env["PATH"] = `${folder}:${path}`
  try {
    const failure = await Effect.runPromise(Effect.flip(Effect.provide(Native, layer({ mode: "strong" }))))
    expect(failure.reason).toBe("Unavailable")
    expect(failure.message).toContain("no namespaces here")
    const { mode } = await Effect.runPromise(Effect.provide(Native, layer()))
    expect(mode).toBe("standard")
  } finally {
    process.env["PATH"] = path
  }
})
