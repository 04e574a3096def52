import { dlopen } from "bun:ffi"

const PR_SET_PDEATHSIG = 1
const SIGKILL = 9

/** Has Linux kill this process when its parent ends, however that ends. */
export const dieWithParent = (): void => {
  const { symbols } = dlopen("libc.so.6", { prctl: { args: ["i32", "u64"], returns: "i32" } })
  if (symbols.prctl(PR_SET_PDEATHSIG, SIGKILL) !== 0) throw new Error("prctl(PR_SET_PDEATHSIG) failed")
}
