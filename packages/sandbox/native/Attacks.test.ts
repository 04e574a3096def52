/** What programs may not do, and the same without confinement, as a control. */
import { afterAll, describe, expect, test as plainTest } from "bun:test"
import { Effect, Either } from "effect"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { closeAll, drawAll, runOnce, testedModes, withNative } from "./testing.ts"

const folder = mkdtempSync(join(tmpdir(), "native-attacks-"))
afterAll(async () => {
  await closeAll()
  rmSync(folder, { recursive: true })
})

const secret = join(folder, "secret")
writeFileSync(secret, "the secret")
const filler = join(folder, "filler")

const cpp = (condition: string) =>
  `#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
int main() { std::puts((${condition}) ? "done" : "denied"); }`

/** Programs that say `done` where the attack works. */
const attacksInCpp: Readonly<Record<string, string>> = {
  "file read": `open(${JSON.stringify(secret)}, O_RDONLY) >= 0`,
  "disk fill": `open(${JSON.stringify(filler)}, O_WRONLY | O_CREAT, 0600) >= 0`,
  "network": `socket(AF_INET, SOCK_STREAM, 0) >= 0`,
  "fork": `[] { int pid = fork(); if (pid == 0) _exit(0); return pid > 0; }()`,
  "clone3":
    `[] { char how[88] = {}; how[32] = SIGCHLD; long pid = syscall(435, how, sizeof how); if (pid == 0) _exit(0); return pid > 0; }()`,
  "a daemon with a session of its own":
    `[] { int pid = fork(); if (pid == 0) { setsid(); usleep(100000); _exit(0); } return pid > 0; }()`,
  "a group of its own": `setpgid(0, 0) == 0 && getpgid(0) == getpid()`,
  "another program":
    `[] { char name[] = "/bin/echo", word[] = "done"; char *list[] = {name, word, nullptr}; execv(name, list); return errno != EPERM; }()`,
  "a change of limits": `[] { rlimit none = {}; return setrlimit(RLIMIT_CORE, &none) == 0; }()`,
  "kill of the parent": `kill(getppid(), 0) == 0`,
  "mount": `mount("none", "/there/is/none", "tmpfs", 0, nullptr) < 0 && errno == ENOENT`,
  "ptrace": `ptrace(PTRACE_ATTACH, 999999999, 0, 0) < 0 && errno == ESRCH`,
  "memory beside the limit": `syscall(SYS_memfd_create, "x", 0) >= 0`
}

const attacksInPython: Readonly<Record<string, string>> = {
  "file read": `open(${JSON.stringify(secret)}).read() == "the secret"`,
  "disk fill": `open(${JSON.stringify(filler)}, "w").write("x") == 1`,
  "network": `__import__("socket").socket().fileno() >= 0`,
  "subprocess": `__import__("subprocess").run(["true"]).returncode == 0`,
  "fork": `__import__("os").fork() > 0`,
  "another program": `__import__("os").execv("/bin/echo", ["echo", "done"])`,
  "kill of the parent": `__import__("os").kill(__import__("os").getppid(), 0) is None`,
  "a library of C": `__import__("ctypes").CDLL(None).socket(2, 1, 0) >= 0`
}

/** The imports are named for the worker, which reads them from the source. */
const python = (condition: string) =>
  `import ctypes, os, socket, subprocess
try:
    print("done" if ${condition} else "denied")
except Exception as error:
    print("denied", error)`

const drawing = (condition: string) =>
  `import ctypes, os, socket, subprocess
def generate_testcase(scale):
    try:
        return ("done" if ${condition} else "denied"), {}
    except Exception:
        return "denied", {}`

for (const { mode, test } of testedModes) {
  describe(`in mode ${mode}`, () => {
    for (const [name, condition] of Object.entries(attacksInCpp)) {
      test(`${name} by C++ fails, and works unconfined`, () =>
        withNative(mode, (native) =>
          Effect.gen(function*() {
            const program = yield* native.compile(cpp(condition), "cpp")
            const confined = yield* Effect.either(native.run(program, ""))
            if (Either.isRight(confined)) expect(confined.right.stdout).toBe("denied\n")
            else expect(confined.left.reason).toBe("Crashed")
            expect(existsSync(filler)).toBe(false)
            const control = Bun.spawnSync({ cmd: [program.language === "cpp" ? program.executable : ""] })
            expect(control.stdout.toString()).toBe("done\n")
            rmSync(filler, { force: true })
          })))
    }

    for (const [name, condition] of Object.entries(attacksInPython)) {
      test(`${name} by a solution in Python fails`, async () => {
        const result = await runOnce(mode, "python", python(condition))
        expect(Either.isRight(result) ? result.right : "denied").toStartWith("denied")
        expect(existsSync(filler)).toBe(false)
      })
    }

    test("all of this by a generator in Python fails too", async () => {
      for (const condition of Object.values(attacksInPython)) {
        expect(["denied", "Crashed", "Threw"]).toContain((await drawAll(mode, drawing(condition), 1))[0]!)
      }
      expect(existsSync(filler)).toBe(false)
    })

    test("files cannot be included or embedded by a compilation", async () => {
      const include = await runOnce(mode, "cpp", `#include "${secret}"\nint main() {}`)
      expect(Either.isLeft(include) ? include.left : undefined).toMatchObject({
        reason: "Compile",
        message: expect.not.stringContaining("the secret")
      })
      const embed = await runOnce(
        mode,
        "cpp",
        `#include <cstdio>
asm("embedded: .incbin \\"${secret}\\"\\n.byte 0\\n");
extern "C" const char embedded[];
int main() { std::puts(embedded); }`
      )
      expect(Either.isLeft(embed) ? embed.left.reason : embed.right).toBe("Compile")
    })
  })
}

for (const [name, condition] of Object.entries(attacksInPython)) {
  plainTest(`unconfined, as a control, ${name} by Python works`, () => {
    const { stdout } = Bun.spawnSync({ cmd: ["python3", "-c", python(condition)] })
    expect(stdout.toString()).toContain("done")
    rmSync(filler, { force: true })
  })
}
