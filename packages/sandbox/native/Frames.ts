/** What is said to a launcher, and what it answers; `jailed/launcher.c` has the same layout. */
import type { RunLimits } from "./RunLimits.ts"

/** Which filter a process gets; the Python worker confines its forks by itself. */
export const profiles = { executable: 0, python: 1, compiler: 2 } as const

const outcomes = ["Exited", "Signalled", "WallTime", "CpuTime", "Output", "Refused"] as const

/** How a program ended; or `Refused` where it could not be confined or started, of which `stderr` says why. */
export type Outcome = typeof outcomes[number]

export interface Request {
  readonly profile: keyof typeof profiles
  /** None may hold a NUL. */
  readonly arguments: ReadonlyArray<string>
  readonly input: string
  readonly limits: RunLimits
}

export interface Reply<O extends Outcome = Exclude<Outcome, "Refused">> {
  readonly id: number
  readonly outcome: O
  /** The exit code, or the signal's number. */
  readonly code: number
  readonly wallMillis: number
  readonly cpuMillis: number
  readonly peakBytes: number
  readonly stdout: string
  /** The last of it. */
  readonly stderr: string
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Bytes of a reply's fixed part. */
const replyHead = 40

/** The most that a reply may hold beside its standard output. */
export const replyOverhead = replyHead + 2 ** 14

const maxU64 = 2n ** 64n - 1n

/** A request as bytes: its length, the numbers, the arguments, the input. */
export const encodeRequest = (id: number, request: Request): Uint8Array => {
  const text = encoder.encode(request.arguments.map((argument) => `${argument}\0`).join(""))
  const input = encoder.encode(request.input)
  const bytes = new Uint8Array(52 + text.length + input.length)
  const view = new DataView(bytes.buffer)
  const { cpuMillis, memoryBytes, outputBytes, wallMillis } = request.limits
  const words = [bytes.length - 4, id, profiles[request.profile], request.arguments.length, text.length]
  for (const [index, word] of words.entries()) view.setUint32(4 * index, word, true)
  const limits = [wallMillis * 1000, cpuMillis * 1000, memoryBytes, outputBytes]
  for (const [index, limit] of limits.entries()) {
    const value = BigInt(Math.ceil(limit))
    view.setBigUint64(20 + 8 * index, value < maxU64 ? value : maxU64, true)
  }
  bytes.set(text, 52)
  bytes.set(input, 52 + text.length)
  return bytes
}

/** The reply in these bytes, which come after its length; undefined where it is none. */
export const decodeReply = (bytes: Uint8Array): Reply<Outcome> | undefined => {
  if (bytes.length < replyHead) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const stderrBytes = view.getUint32(4, true)
  const outcome = outcomes[view.getUint32(8, true)]
  if (outcome === undefined || stderrBytes > bytes.length - replyHead) return undefined
  const [wall, cpu, peakBytes] = [16, 24, 32].map((offset) => Number(view.getBigUint64(offset, true)))
  return {
    id: view.getUint32(0, true),
    outcome,
    code: view.getInt32(12, true),
    wallMillis: wall! / 1000,
    cpuMillis: cpu! / 1000,
    peakBytes: peakBytes!,
    stdout: decoder.decode(bytes.subarray(replyHead, bytes.length - stderrBytes)),
    stderr: decoder.decode(bytes.subarray(bytes.length - stderrBytes))
  }
}
