import { dlopen } from "bun:ffi"

const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/** Has the kernel kill this process when its parent ends, however that ends; false where it offers no such thing. */
export const dieWithParent = (): boolean => {
  try {
    const { symbols } = dlopen("libc.so.6", { prctl: { args: ["i32", "u64"], returns: "i32" } })
    return symbols.prctl(PR_SET_PDEATHSIG, SIGKILL) === 0
  } catch {
    return false
  }
}
