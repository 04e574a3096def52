/** The steps of adding TensorFlow, with scripts in the place of pip and g++ and a stand-in in the place of TensorFlow. */
import { BunContext } from "@effect/platform-bun"
import { afterAll, describe, expect, test } from "bun:test"
import { Effect } from "effect"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import manifest from "../../package.json"
import * as Setup from "./Setup.ts"

const folder = mkdtempSync(join(tmpdir(), "setup-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** Says what it was called with, and makes the file or folder that follows `option`. */
const maker = (log: string, option: string, make: string) =>
  `#!/bin/sh
echo "$0 $*" >> ${log}
while [ $# -gt 0 ]; do [ "$1" = ${option} ] && ${make} "$2"; shift; done
true
`

const works = (log: string): Readonly<Record<string, string>> => ({
  python3: maker(log, "--target", "/bin/mkdir -p"),
  "g++": maker(log, "-o", "/bin/touch")
})

/** tfjs's package, which registers a stand-in for TensorFlow's backend where its binding is. */
const packageFiles = (build: object) => ({
  "package.json": JSON.stringify({ main: "main.ts" }),
  "main.ts": `import { add } from ${JSON.stringify(join(import.meta.dir, "../TensorFlowStandIn.ts"))}
    add(${JSON.stringify(build)})`
})

/** A machine with these commands, and with tfjs's packages in node_modules. */
const machine = (commands: (log: string) => Readonly<Record<string, string>>, isUsingGpuDevice = false) => {
  const root = mkdtempSync(join(folder, "machine-"))
  const log = join(root, "log")
  writeFileSync(log, "")
  const bin = join(root, "bin")
  mkdirSync(bin)
  for (const [name, text] of Object.entries(commands(log))) {
    writeFileSync(join(bin, name), text)
    chmodSync(join(bin, name), 0o755)
  }
  for (const name of ["tfjs-node", "tfjs-node-gpu"]) {
    const home = join(root, "node_modules/@tensorflow", name)
    mkdirSync(home, { recursive: true })
    const isGPUPackage = name === "tfjs-node-gpu"
    for (const [file, text] of Object.entries(packageFiles({ isGPUPackage, isUsingGpuDevice }))) {
      writeFileSync(join(home, file), text)
    }
  }
  const place: Setup.Place = { root, cache: join(root, "cache"), path: bin, bun: process.execPath }
  const calls = () =>
    readFileSync(log, "utf8").trim().split("\n").filter((line) => !line.includes("--version"))
  return { place, calls }
}

const run = <A, E>(effect: Effect.Effect<A, E, BunContext.BunContext>) =>
  Effect.runPromise(Effect.provide(effect, BunContext.layer))

const silent = () => Effect.void
const add = (place: Setup.Place, name: "tensorflow" | "tensorflow-gpu" = "tensorflow") =>
  run(Effect.either(Setup.add(name, place, silent)))

describe.skipIf(process.platform !== "linux")("adding TensorFlow", () => {
  test(
    "fetches the wheel, builds, links, and tries what was built; the second time it only tries",
    async () => {
      const { calls, place } = machine(works)
      const outcome = await add(place)
      const library = join(place.cache, `tensorflow-${Setup.version}`)
      expect(outcome).toMatchObject({
        _tag: "Right",
        right: {
          backend: "tensorflow",
          version: Setup.version,
          library,
          kernel: expect.stringContaining("stand-in")
        }
      })
      const [pip, compiler, ...others] = calls()
      expect(others).toEqual([])
      expect(pip).toContain(`-m pip install --target ${place.cache}`)
      expect(pip).toEndWith(`==${Setup.version}`)
      expect(compiler).toContain(`-Wl,-rpath,${library}/tensorflow `)
      expect(compiler).toContain("node_modules/@tensorflow/tfjs-node/binding/tfjs_backend.cc")
      expect(await add(place)).toEqual(outcome)
      expect(calls()).toHaveLength(2)
      expect(readdirSync(place.cache)).toEqual([`tensorflow-${Setup.version}`])
    },
    60_000
  )

  test("with CUDA takes CUDA's wheels too, and fails where there is no GPU", async () => {
    const { calls, place } = machine(works)
    const outcome = await add(place, "tensorflow-gpu")
    expect(calls()[0]).toEndWith(`tensorflow[and-cuda]==${Setup.version}`)
    expect(calls()[0]).not.toContain("--no-deps")
    expect(outcome).toMatchObject({
      _tag: "Left",
      left: { reason: "Backend", message: expect.stringContaining("found no GPU that it can use") }
    })
  }, 60_000)

  test("with CUDA works where there is a GPU", async () => {
    const { place } = machine(works, true)
    expect(await add(place, "tensorflow-gpu")).toMatchObject({
      _tag: "Right",
      right: { kernel: "TensorFlow stand-in, CUDA" }
    })
  }, 60_000)

  test("names every tool that is missing, with its command, before anything is fetched", async () => {
    const { place } = machine(() => ({}))
    const outcome = await add(place)
    expect(outcome).toMatchObject({ _tag: "Left", left: { _tag: "PolicyError", reason: "Backend" } })
    const { message } = (outcome as { left: Error }).left
    for (const tool of ["python3", "python3's pip", "g++"]) expect(message).toContain(`${tool} is needed`)
    expect(message).toContain("apt-get install -y g++")
    expect(existsSync(place.cache)).toBeFalse()
  })

  test("a Python without pip is said", async () => {
    const { place } = machine((log) => ({
      ...works(log),
      python3: `#!/bin/sh\n[ "$1" = --version ]\n`
    }))
    expect(await add(place)).toMatchObject({
      left: { message: "python3's pip is needed and was not found. Add it: apt-get install -y python3-pip" }
    })
  })

  test("a download that fails is said in pip's words and leaves nothing behind", async () => {
    const { calls, place } = machine((log) => ({
      ...works(log),
      python3: `#!/bin/sh\ncase "$*" in *--version) ;; *) echo no route to host >&2; exit 3;; esac\n`
    }))
    const outcome = await add(place)
    expect(outcome).toMatchObject({
      left: { message: expect.stringMatching(/ended with 3:\nno route to host/) }
    })
    expect(readdirSync(place.cache)).toEqual([])
    expect(calls()).toEqual([])
  })

  test("a build that fails keeps the library, and the next one goes on from there", async () => {
    const { place } = machine((log) => ({
      ...works(log),
      "g++": `#!/bin/sh\n[ "$1" = --version ] || { echo bad header >&2; exit 1; }\n`
    }))
    expect(await add(place)).toMatchObject({ left: { message: expect.stringContaining("bad header") } })
    const library = join(place.cache, `tensorflow-${Setup.version}`)
    expect(readdirSync(library)).toEqual([])
    writeFileSync(join(place.path, "g++"), works("/dev/null")["g++"]!)
    expect(await add(place)).toMatchObject({ _tag: "Right" })
  }, 60_000)

  test("the package is added in the version of tfjs itself, without its script", async () => {
    const { place } = machine(works)
    rmSync(join(place.root, "node_modules"), { recursive: true })
    const lines: Array<string> = []
    // `echo` in Bun's place: it says what it was asked, and adds nothing.
    await run(
      Effect.either(
        Setup.add("tensorflow", { ...place, bun: "/bin/echo" }, (line) => Effect.sync(() => lines.push(line)))
      )
    )
    expect(lines).toContain(
      `  add --no-save --ignore-scripts @tensorflow/tfjs-node@${
        manifest.dependencies["@tensorflow/tfjs-core"]
      }`
    )
  })

  test("removing takes the library and the link, once", async () => {
    const { place } = machine(works)
    await add(place)
    const removed = await run(Setup.remove("tensorflow", place))
    expect(removed).toHaveLength(2)
    for (const path of removed) expect(existsSync(path)).toBeFalse()
    expect(readdirSync(place.cache)).toEqual([])
    expect(await run(Setup.remove("tensorflow", place))).toEqual([])
  }, 60_000)
})
