/** Gives up, for good, what the process does not need: it can do so only downwards. */
import { dlopen, ptr } from "bun:ffi"
import { isSupported, program, seccompNumber } from "./seccomp.ts"

const PR_SET_NO_NEW_PRIVS = 38
const SECCOMP_SET_MODE_FILTER = 1
const SECCOMP_FILTER_FLAG_TSYNC = 1
const RLIMIT_FSIZE = 1
const RLIMIT_CORE = 4

/** Limits files and core dumps to nothing, and installs the filter. */
export const confine = (): void => {
  if (!isSupported(process.arch)) throw new Error(`no system call filter for ${process.arch}`)
  const { symbols } = dlopen("libc.so.6", {
    prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" },
    setrlimit: { args: ["i32", "ptr"], returns: "i32" },
    syscall: { args: ["i64", "u64", "u64", "ptr"], returns: "i64" }
  })
  const must = (what: string, result: number | bigint) => {
    if (Number(result) !== 0) throw new Error(`${what} failed`)
  }
  const nothing = ptr(new BigUint64Array(2))
  must("setrlimit(RLIMIT_FSIZE)", symbols.setrlimit(RLIMIT_FSIZE, nothing))
  must("setrlimit(RLIMIT_CORE)", symbols.setrlimit(RLIMIT_CORE, nothing))
  must("prctl(PR_SET_NO_NEW_PRIVS)", symbols.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
  const filter = program(process.arch, process.pid)
  const header = new ArrayBuffer(16)
  const view = new DataView(header)
  view.setUint16(0, filter.length / 8, true)
  view.setBigUint64(8, BigInt(ptr(filter)), true)
  must(
    "seccomp",
    symbols.syscall(
      seccompNumber(process.arch),
      SECCOMP_SET_MODE_FILTER,
      SECCOMP_FILTER_FLAG_TSYNC,
      ptr(new Uint8Array(header))
    )
  )
}
