/** One launcher: a process that runs programs, one at a time, and is killed on the first thing that is wrong with it. */
import { Effect, type Scope } from "effect"
import { readFrames } from "../FrameReader.ts"
import { SandboxError } from "../SandboxedEnvironment.ts"
import { decodeReply, encodeRequest, type Reply, replyOverhead, type Request } from "./Frames.ts"
import { command, type Jail, type NativeMode } from "./Jail.ts"

export interface Launcher {
  /** Answers whatever the program does. Any failure, and an interruption, ends the launcher. */
  readonly run: (request: Request) => Effect.Effect<Reply, SandboxError>
}

export interface Options {
  readonly mode: NativeMode
  readonly jail: Jail
  readonly cmd: ReadonlyArray<string>
}

/** How long after a program's own limit the launcher may take to say so, in milliseconds. */
const grace = 10_000

interface Pending {
  readonly id: number
  readonly outputBytes: number
  readonly settle: (result: Effect.Effect<Reply, SandboxError>) => void
}

/** Starts a launcher; it is killed when the scope closes, and whatever it runs with it. */
export const start = (options: Options): Effect.Effect<Launcher, SandboxError, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.try({
        try: () => spawn(options),
        catch: (cause) => error("Unavailable", `A launcher of native programs could not be started: ${cause}`)
      }),
      ({ kill }) => kill
    ),
    ({ run }) => ({ run })
  )

const error = (reason: SandboxError["reason"], message: string) =>
  new SandboxError({ reason, environment: "", message })

const spawn = ({ cmd: inner, jail, mode }: Options) => {
  // In a group of its own the terminal's interrupt does not reach it: only the host decides to end.
  const child = Bun.spawn({
    ...command(mode, jail, inner),
    detached: true,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe"
  })
  let pending: Pending | undefined
  let lastId = 0
  let failure: SandboxError | undefined

  /** The first failure counts; what the kill itself brings about does not. */
  const fail = (cause: SandboxError) => {
    failure ??= cause
    child.kill("SIGKILL")
    const waiting = pending
    pending = undefined
    waiting?.settle(Effect.fail(failure))
  }

  const receive = (bytes: Uint8Array) => {
    const reply = decodeReply(bytes)
    if (reply === undefined || pending === undefined || reply.id !== pending.id) {
      return fail(error("Protocol", "the launcher sent something that is no reply to a request"))
    }
    if (reply.outcome === "Refused") {
      return fail(error("Unavailable", `the launcher could not start a program: ${reply.stderr}`))
    }
    const { settle } = pending
    pending = undefined
    settle(Effect.succeed({ ...reply, outcome: reply.outcome }))
  }

  const stderr = new Response(child.stderr).text().catch(() => "")
  const listening = readFrames(child.stdout, {
    most: () => (pending?.outputBytes ?? 0) + replyOverhead,
    receive,
    tooLong: () => fail(error("Protocol", "the launcher sent more than it was asked for")),
    hasEnded: () => failure !== undefined
  }).catch((cause: unknown) => fail(error("Crashed", `the launcher's output could not be read: ${cause}`)))
  const exited = child.exited.then(async () => {
    const words = (await stderr).trim().slice(-500)
    await listening
    if (failure === undefined) {
      fail(
        error(
          "Crashed",
          `the launcher ended by itself (${child.signalCode ?? child.exitCode}) ${words}`.trim()
        )
      )
    }
  })

  return {
    kill: Effect.promise(async () => {
      fail(error("Crashed", "the launcher was ended"))
      await exited
    }),
    run: (request: Request) =>
      Effect.async<Reply, SandboxError>((resume) => {
        if (failure !== undefined) return resume(Effect.fail(failure))
        const id = ++lastId
        const { outputBytes, wallMillis } = request.limits
        const silence = setTimeout(
          () => fail(error("WallTime", "the launcher did not answer within the program's limit on time")),
          wallMillis + grace
        )
        pending = {
          id,
          outputBytes,
          settle: (result) => {
            clearTimeout(silence)
            resume(result)
          }
        }
        try {
          child.stdin.write(encodeRequest(id, request))
          child.stdin.flush()
        } catch {
          // It has just ended, and its exit settles the run.
        }
        return Effect.sync(() => {
          clearTimeout(silence)
          fail(error("Crashed", "the run was interrupted"))
        })
      })
  }
}
