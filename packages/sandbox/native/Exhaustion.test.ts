/** Programs and compilations that take without end. */
import { afterAll, describe, expect } from "bun:test"
import { Either } from "effect"
import { closeAll, reasonOf, runOnce, testedModes } from "./testing.ts"

afterAll(closeAll)

const cpp = (body: string) =>
  `#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unistd.h>
#include <vector>
${body}`

const programs: ReadonlyArray<readonly [what: string, source: string, ends: string]> = [
  ["a loop", "int main() { for (;;); }", "CpuTime"],
  [
    "a loop that ignores every signal",
    "int main() { for (int s = 1; s < 65; s++) std::signal(s, SIG_IGN); for (;;); }",
    "CpuTime"
  ],
  [
    "a closed standard output, then a loop",
    "int main() { close(0); close(1); close(2); for (;;); }",
    "CpuTime"
  ],
  ["a flood of output", "int main() { for (;;) std::puts(\"flood\"); }", "Output"],
  [
    "a flood that ignores the signal for it",
    "int main() { std::signal(SIGXFSZ, SIG_IGN); for (;;) std::puts(\"flood\"); }",
    "Output"
  ],
  ["a flood of errors", "int main() { for (;;) std::fputs(\"flood\", stderr); }", "Output"],
  ["memory without end", "int main() { for (std::vector<int> held;;) held.push_back(1); }", "Memory"],
  [
    "memory without end that is only asked for",
    "int main() { for (;;) if (!std::malloc(1 << 20)) std::abort(); }",
    "Crashed"
  ],
  [
    "a stack without end",
    "int down(int n) { volatile int at[64] = {n}; return at[0] + down(n + 1) + at[1]; } int main() { return down(0); }",
    "Crashed"
  ],
  ["a null that is read", "int main() { volatile int *none = nullptr; return *none; }", "Crashed"],
  ["an exit code", "int main() { std::fputs(\"last words\", stderr); return 3; }", "Crashed"]
]

const inPython: ReadonlyArray<readonly [what: string, source: string, ends: string]> = [
  ["a loop", "while True: pass", "CpuTime"],
  [
    "a loop that catches everything",
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "CpuTime"
  ],
  ["a flood of output", "while True: print('flood')", "Output"],
  ["memory without end", "held = []\nwhile True: held.append(bytearray(2 ** 20))", "Memory"],
  ["numbers that grow without end", "n = 3\nwhile True: n *= n", "CpuTime"],
  ["calls that are nested without end", "def down(): down()\ndown()", "Crashed"],
  ["a death of its own", "import os\nos._exit(5)", "Crashed"],
  ["something thrown", "raise ValueError('last words')", "Crashed"],
  ["source that is nested without end", `${"(".repeat(1e5)}`, "Compile"]
]

const compilations: ReadonlyArray<readonly [what: string, source: string, ends: ReadonlyArray<string>]> = [
  ["the include of a device", "#include \"/dev/zero\"\nint main() {}", ["Compile", "Memory", "CpuTime"]],
  [
    "a template without end",
    "template <int n> struct T { typename T<n + 1>::type a; typename T<n + 2>::type b; using type = int; };\nint main() { T<0> t; }",
    ["Compile", "Memory", "CpuTime"]
  ],
  [
    "a template that doubles",
    "template <int n, int m> constexpr int f() { if constexpr (n == 0) return m; else return f<n - 1, 2 * m>() + f<n - 1, 2 * m + 1>(); }\nint main() { return f<24, 0>(); }",
    ["Compile", "Memory", "CpuTime", "WallTime"]
  ],
  [
    "data that fits, of a quarter of a gibibyte",
    "char data[1 << 28] = {1};\nint main() { return data[5]; }",
    [
      "Compile",
      "Output"
    ]
  ],
  ["data without end", "char data[1LL << 33] = {1};\nint main() { return data[5]; }", [
    "Compile",
    "Memory",
    "Output",
    "CpuTime"
  ]],
  [
    "macros that double",
    `#define A0 1+\n${
      Array.from({ length: 40 }, (_, i) => `#define A${i + 1} A${i} A${i}`).join("\n")
    }\nint main() { return A40 1; }`,
    ["Compile", "Memory", "CpuTime"]
  ]
]

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    for (const [what, source, ends] of programs) {
      test(`${what} in C++ ends by ${ends}`, async () => {
        expect(reasonOf(await runOnce(mode, "cpp", cpp(source)))).toBe(ends)
      })
    }
    for (const [what, source, ends] of inPython) {
      test(`${what} in Python ends by ${ends}`, async () => {
        expect(reasonOf(await runOnce(mode, "python", source))).toBe(ends)
      })
    }
    for (const [what, source, ends] of compilations) {
      test(`${what} in a compilation is bounded`, async () => {
        expect(ends).toContain(reasonOf(await runOnce(mode, "cpp", source)) as string)
      }, 300_000)
    }

    test("sleeping ends at the limit on real time", async () => {
      const own = { wallMillis: 300 }
      expect(reasonOf(await runOnce(mode, "cpp", cpp("int main() { sleep(60); }"), "", own))).toBe("WallTime")
      expect(reasonOf(await runOnce(mode, "python", "import time\ntime.sleep(60)", "", own))).toBe("WallTime")
    })

    test("threads share one limit on processor time", async () => {
      const source = cpp(
        "int main() { auto loop = [] { for (;;); }; std::thread first(loop), second(loop); first.join(); }"
      )
      expect(reasonOf(await runOnce(mode, "cpp", source))).toBe("CpuTime")
    })

    test("threads without end are bounded", async () => {
      const source = cpp("int main() { for (;;) std::thread([] { sleep(60); }).detach(); }")
      expect(["Crashed", "Memory", "CpuTime"]).toContain(
        reasonOf(await runOnce(mode, "cpp", source)) as string
      )
    })

    test("how a program ended is told, with its last words", async () => {
      const exited = await runOnce(mode, "cpp", cpp(programs.at(-1)![1]))
      expect(Either.isLeft(exited) ? exited.left : undefined).toMatchObject({
        exitCode: 3,
        message: "the program ended with exit code 3: last words"
      })
      const signalled = await runOnce(mode, "cpp", cpp(programs.at(-2)![1]))
      expect(Either.isLeft(signalled) ? signalled.left : undefined).toMatchObject({ signal: "SIGSEGV" })
      const thrown = await runOnce(mode, "python", "raise ValueError('last words')")
      expect(Either.isLeft(thrown) ? thrown.left.message : "").toContain("ValueError: last words")
    })
  })
}
