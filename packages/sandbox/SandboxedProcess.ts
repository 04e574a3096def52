/** One sandboxed process: started with an artifact, called, and killed on the first thing that is wrong with it. */
import { Effect, type Scope } from "effect"
import { readFileSync } from "node:fs"
import { type Operation, type Outcome, parseReply } from "./Calls.ts"
import { readFrames } from "./FrameReader.ts"
import type { Limits } from "./Limits.ts"
import { command, type Mode, workerOf } from "./Mode.ts"
import { SandboxError } from "./SandboxedEnvironment.ts"

type Reason = SandboxError["reason"]

/** How often a call's use of time is looked at, in milliseconds. */
const watchEvery = 20

/** After how many calls a process's use of its life is looked at. */
const lookEvery = 64

export interface SandboxedProcess {
  /** Answers in the order of the requests. Any failure, and an interruption, ends the process. */
  readonly call: (
    operation: Operation,
    requests: ReadonlyArray<unknown>
  ) => Effect.Effect<ReadonlyArray<Outcome>, SandboxError>
  readonly isAlive: () => boolean
  /** Whether it has used up its life's processor time, so that the next call belongs to a fresh one. */
  readonly isSpent: () => boolean
  /** Kills it and waits until it is gone. */
  readonly kill: Effect.Effect<void>
}

export interface Options {
  readonly mode: Mode
  readonly limits: Limits
  /** The environment's name, for messages. */
  readonly environment: string
  /** One self-contained ES module whose default export is a `Runnable`. */
  readonly artifact: string
}

interface Pending {
  readonly id: number
  readonly count: number
  readonly settle: (result: Effect.Effect<ReadonlyArray<Outcome>, SandboxError>) => void
}

/** Starts a process; it is killed when the scope closes. The artifact is loaded as part of the first call. */
export const start = (options: Options): Effect.Effect<SandboxedProcess, SandboxError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => spawn(options),
      catch: (cause) =>
        new SandboxError({
          reason: "Unavailable",
          environment: options.environment,
          message:
            `A sandboxed process could not be started: ${cause}. Run \`scaler doctor\` to see which modes work.`
        })
    }),
    (process) => process.kill
  )

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const frame = (message: object): Uint8Array => {
  const body = encoder.encode(JSON.stringify(message))
  const bytes = new Uint8Array(4 + body.length)
  new DataView(bytes.buffer).setUint32(0, body.length, true)
  bytes.set(body, 4)
  return bytes
}

const spawn = ({ artifact, environment, limits, mode }: Options): SandboxedProcess => {
  const { cmd, detached, env } = command(mode, limits)
  /**
   * A child's counter of its peak memory starts at its parent's, which may just be growing: only well above this does
   * it say anything. In bytes.
   */
  const peakAtStart = process.resourceUsage().maxRSS * 1024
  const pipes = { stdin: "pipe", stdout: "pipe", stderr: "ignore" } as const
  const child = Bun.spawn({ cmd: [...cmd], env, detached, cwd: "/", ...pipes })
  let pending: Pending | undefined
  let lastId = 0
  let loaded = false
  let failure: SandboxError | undefined
  let worker: number | undefined

  const error = (reason: Reason, message: string, thrown: Pick<SandboxError, "threw"> = {}) =>
    new SandboxError({ reason, environment, message: `${environment}: ${message}`, ...thrown })

  /** The first failure counts; what the kill itself brings about does not. */
  const fail = (cause: SandboxError) => {
    failure ??= cause
    child.kill("SIGKILL")
    const waiting = pending
    pending = undefined
    waiting?.settle(Effect.fail(failure))
  }

  const receive = (text: string) => {
    const reply = parseReply(text)
    if (reply === undefined) {
      return fail(error("Protocol", "the sandboxed process sent something that is no reply to a call"))
    }
    if ("limit" in reply) return fail(memoryError())
    // The artifact may be loaded before the first call is made.
    if (!loaded && reply.id === 0) {
      const [fault] = reply.results
      if (fault === undefined) {
        loaded = true
        return
      }
      return fail(
        "threw" in fault
          ? error("Crashed", `the artifact could not be loaded: ${fault.threw.slice(0, 2).join(": ")}`, fault)
          : error("Crashed", "the artifact could not be loaded")
      )
    }
    if (
      !loaded || pending === undefined || reply.id !== pending.id || reply.results.length !== pending.count
    ) {
      return fail(error("Protocol", "the sandboxed process answered something other than what it was asked"))
    }
    const { settle } = pending
    pending = undefined
    settle(Effect.succeed(reply.results))
  }

  const memoryError = () =>
    error("Memory", `more than ${Math.round(limits.memoryBytes / 2 ** 20)} MiB of memory were needed`)

  const exited = child.exited.then(() => {
    if (failure !== undefined) return
    // An engine out of memory often aborts before it can throw: a signal of its own, with much memory in use, means
    // memory. What was looked at may be a moment old, and the counter may say nothing; SIGKILL is somebody else's.
    const counted = child.resourceUsage()?.maxRSS ?? 0
    const peak = Math.max(peakSeen, counted > 1.25 * peakAtStart ? counted : 0)
    const code = child.exitCode ?? -1
    const isKilled = child.signalCode === "SIGKILL" || code === 128 + 9
    const hasAborted = !isKilled && (child.signalCode !== null || code > 128)
    if (hasAborted && peak > 0.15 * limits.memoryBytes) return fail(memoryError())
    const how = child.signalCode ?? `exit code ${code}`
    fail(error("Crashed", `the sandboxed process ended by itself (${how})`))
  })

  const listening = readFrames(child.stdout, {
    most: () => limits.outputBytes,
    receive: (bytes) => receive(decoder.decode(bytes)),
    tooLong: () => fail(error("Output", `a reply is longer than ${limits.outputBytes} bytes`)),
    hasEnded: () => failure !== undefined
  }).catch((cause: unknown) => fail(error("Crashed", `its output could not be read: ${cause}`)))

  /** Processor time that was last seen, in milliseconds, and the most memory ever held until then, in bytes. */
  let cpuSeen = 0
  let peakSeen = 0

  /** Looks at what the process has used so far; what was last seen stays where it is not told. */
  const look = () => {
    try {
      worker ??= workerOf(mode, child.pid)
      if (worker === undefined) return
      cpuSeen = cpuMillisOf(worker)
      peakSeen = Math.max(peakSeen, peakBytesOf(worker))
    } catch {
      // The process is ending, and its exit settles the call; or this system has no /proc.
    }
  }

  child.stdin.write(frame({ artifact }))

  return {
    isAlive: () => failure === undefined,
    isSpent: () => {
      if (lastId % lookEvery === 0) look()
      return cpuSeen > limits.lifetimeCpuSeconds * 1000
    },
    kill: Effect.promise(async () => {
      fail(error("Crashed", "the sandboxed process was ended"))
      await exited
      await listening
    }),
    call: (operation, requests) =>
      Effect.async<ReadonlyArray<Outcome>, SandboxError>((resume) => {
        if (failure !== undefined) return resume(Effect.fail(failure))
        const id = ++lastId
        const startedAt = performance.now()
        // Reading the time costs more than a small call, so a call that is over within the first look pays nothing.
        let cpuBefore = loaded ? undefined : 0
        const watch = setInterval(() => {
          look()
          if (performance.now() - startedAt > limits.wallMillis) {
            fail(error("WallTime", `${operation} took more than ${limits.wallMillis} ms`))
          } else if (cpuSeen - (cpuBefore ??= cpuSeen) > limits.cpuMillis) {
            fail(error("CpuTime", `${operation} took more than ${limits.cpuMillis} ms of processor time`))
          }
        }, watchEvery)
        pending = {
          id,
          count: requests.length,
          settle: (result) => {
            clearInterval(watch)
            resume(result)
          }
        }
        child.stdin.write(frame({ id, operation, requests }))
        child.stdin.flush()
        return Effect.sync(() => {
          clearInterval(watch)
          fail(error("Crashed", "the call was interrupted"))
        })
      })
  }
}

/** Clock ticks a second in /proc: 100 wherever Linux's user interface is concerned. */
const millisPerTick = 10

const cpuMillisOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) * millisPerTick
}

/** The most resident memory a process has held since it became what it is; 0 where it is about to end. */
const peakBytesOf = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024
