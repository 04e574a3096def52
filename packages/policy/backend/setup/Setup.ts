/**
 * Adds TensorFlow's current library: the binding that tfjs's packages carry in source is built against the library
 * in PyPI's wheel. What those packages download themselves ends at TensorFlow 2.9 and CUDA 11.2.
 */
import { type CommandExecutor, FileSystem } from "@effect/platform"
import { PolicyError } from "@scaler/policy/Policy"
import { Effect, Schema } from "effect"
import os from "node:os"
import path from "node:path"
import manifest from "../../package.json" with { type: "json" }
import { packages, type TensorFlowName } from "../TensorFlow.ts"
import { missingTools, run } from "./Tools.ts"

/** The version of TensorFlow that is added. */
export const version = "2.21.0"

/** The wheels' tag; the library in them has nothing of Python, so any Python's pip may fetch them. */
const python = "3.12"

/** The version of Node-API that tfjs's packages are loaded with. */
const nodeApi = 8

/** Where things are, and where they go. */
export interface Place {
  /** The folder whose `node_modules` tfjs's package is added to. */
  readonly root: string
  /** TensorFlow's libraries, a folder each; all checkouts of a user share them. */
  readonly cache: string
  /** Where commands are looked for, as in `PATH`. */
  readonly path: string
  readonly bun: string
}

export const place: Place = {
  root: path.resolve(import.meta.dir, "../../../.."),
  cache: path.join(process.env["XDG_CACHE_HOME"] ?? path.join(os.homedir(), ".cache"), "scaler"),
  path: process.env["PATH"] ?? "/usr/bin:/bin",
  bun: process.execPath
}

/** A library that was added, and what its backend says of itself. */
export interface Outcome {
  readonly backend: TensorFlowName
  readonly version: string
  readonly library: string
  readonly binding: string
  readonly kernel: string
  readonly threads: number
}

type Report = (line: string) => Effect.Effect<void>

const failure = (message: string) => new PolicyError({ reason: "Backend", message })

/** Where the parts of a backend lie. */
const layout = (name: TensorFlowName, { cache, root }: Place) => {
  const library = path.join(cache, `${name}-${version}`)
  const home = path.join(root, "node_modules", packages[name])
  return {
    /** What pip installs, and beside it the binding that was built against it. */
    library,
    built: path.join(library, `tfjs_binding-${tfjs(name)}.node`),
    home,
    /** Where the package looks for its binding: a link to the one that was built. */
    binding: path.join(home, `lib/napi-v${nodeApi}/tfjs_binding.node`)
  }
}

const tfjs = (name: TensorFlowName) => manifest.peerDependencies[packages[name]]

/** Of the wheel without CUDA the library alone is used; CUDA's own come as further wheels, found beside it. */
const wheel = (name: TensorFlowName): ReadonlyArray<string> => {
  if (name === "tensorflow-gpu") return [`tensorflow[and-cuda]==${version}`]
  return ["--no-deps", `${process.arch === "arm64" ? "tensorflow" : "tensorflow-cpu"}==${version}`]
}

const size = (name: TensorFlowName) => name === "tensorflow-gpu" ? "more than 3 GB" : "270 MB"

const addPackage = (name: TensorFlowName, place: Place, report: Report) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    if (yield* fs.exists(path.join(layout(name, place).home, "package.json"))) return
    yield* report(`Adding ${packages[name]} ${tfjs(name)} to node_modules, without its own download`)
    const spec = `${packages[name]}@${tfjs(name)}`
    yield* run([place.bun, "add", "--no-save", "--ignore-scripts", spec], place, report)
  })

/** The folder appears under its name when all is in it. */
const addLibrary = (name: TensorFlowName, place: Place, report: Report) =>
  Effect.scoped(Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const { library } = layout(name, place)
    if (yield* fs.exists(library)) return
    yield* report(`Fetching TensorFlow ${version} (${size(name)} to download) to ${library}`)
    yield* fs.makeDirectory(place.cache, { recursive: true })
    const target = path.join(yield* fs.makeTempDirectoryScoped({ directory: place.cache }), "library")
    yield* run(
      [
        "python3",
        "-m",
        "pip",
        "install",
        "--target",
        target,
        "--no-compile",
        "--disable-pip-version-check",
        "--only-binary=:all:",
        "--python-version",
        python,
        ...wheel(name)
      ],
      place,
      report
    )
    yield* fs.rename(target, library)
  }))

const build = (name: TensorFlowName, place: Place, report: Report) =>
  Effect.scoped(Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const { built, home, library } = layout(name, place)
    if (yield* fs.exists(built)) return
    yield* report(`Building the binding against it`)
    const libraries = path.join(library, "tensorflow")
    const headers = path.dirname(Bun.resolveSync("node-api-headers/include/node_api.h", import.meta.dir))
    const sources = ["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => path.join(home, "binding", file))
    const output = path.join(yield* fs.makeTempDirectoryScoped({ directory: library }), "binding.node")
    yield* run(
      [
        "g++",
        "-std=c++17",
        "-O2",
        "-fPIC",
        "-shared",
        `-DNAPI_VERSION=${nodeApi}`,
        `-I${headers}`,
        `-I${path.join(libraries, "include")}`,
        ...sources,
        `-L${libraries}`,
        "-l:libtensorflow_cc.so.2",
        "-l:libtensorflow_framework.so.2",
        `-Wl,-rpath,${libraries}`,
        "-o",
        output
      ],
      place,
      report
    )
    yield* fs.rename(output, built)
  }))

const link = (name: TensorFlowName, place: Place) =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const { binding, built } = layout(name, place)
    yield* fs.makeDirectory(path.dirname(binding), { recursive: true })
    yield* fs.remove(binding, { force: true })
    yield* fs.symlink(built, binding)
  })

const Trial = Schema.parseJson(Schema.Union(
  Schema.Struct({ kernel: Schema.String, threads: Schema.Number }),
  Schema.Struct({ message: Schema.String })
))

/** In a process of its own: this one may have loaded another build, and a library that crashes must not end it. */
const tryBackend = (name: TensorFlowName, place: Place, report: Report) =>
  Effect.gen(function*() {
    yield* report("Comparing what it computes with plain JavaScript")
    const lines = yield* run(
      [place.bun, path.join(import.meta.dir, "trial.ts"), name, place.root],
      place,
      () => Effect.void
    )
    const found = yield* Schema.decodeUnknown(Trial)(lines.at(-1)).pipe(
      Effect.mapError(() => failure(`What was built says nothing of itself: ${lines.join("\n")}`))
    )
    return "message" in found ? yield* failure(`It was built and does not work. ${found.message}`) : found
  })

const orPolicyError = Effect.mapError((error: PolicyError | { readonly message: string }) =>
  error instanceof PolicyError ? error : failure(error.message)
)

/**
 * Adds a backend of TensorFlow's and tries it; what is there already is kept, so a second run only tries it. `report`
 * takes what happens, line by line. Fails with reason `Backend` where a tool is missing, which it names with the
 * command that adds it, where a step fails, and where what was built computes wrongly or finds no GPU.
 */
export const add = (
  name: TensorFlowName,
  place: Place,
  report: Report
): Effect.Effect<Outcome, PolicyError, CommandExecutor.CommandExecutor | FileSystem.FileSystem> =>
  Effect.gen(function*() {
    if (process.platform !== "linux") {
      return yield* failure(
        `The wheels' library can be bound on Linux only. Add the one that tfjs downloads: bun add --no-save --trust ${
          packages[name]
        }@${tfjs(name)}`
      )
    }
    const missing = yield* missingTools(place)
    if (missing.length > 0) return yield* failure(missing.join("\n"))
    yield* addPackage(name, place, report)
    yield* addLibrary(name, place, report)
    yield* build(name, place, report)
    yield* link(name, place)
    const { binding, library } = layout(name, place)
    return { backend: name, version, library, binding, ...yield* tryBackend(name, place, report) }
  }).pipe(orPolicyError)

/**
 * Takes away the library and the link to its binding, and gives the paths that were there. tfjs's package stays in
 * `node_modules`, where it does nothing.
 */
export const remove = (
  name: TensorFlowName,
  place: Place
): Effect.Effect<ReadonlyArray<string>, PolicyError, FileSystem.FileSystem> =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const { binding, library } = layout(name, place)
    const there = yield* Effect.filter([binding, library], (path) => fs.exists(path))
    yield* Effect.forEach([binding, library], (path) => fs.remove(path, { recursive: true, force: true }))
    return there
  }).pipe(orPolicyError)
