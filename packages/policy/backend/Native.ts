import { CString, type Pointer, read } from "bun:ffi"

/** An address as `bun:ffi` returns it; its types allow for addresses that no number holds. */
export type Returned = Pointer | bigint | null

/** The address as `bun:ffi` takes it; throws where a function gave none. */
export const pointer = (returned: Returned): Pointer => {
  if (returned === null) throw new Error("a native function gave a null pointer")
  return Number(returned) as Pointer
}

/** Entry `index` of a table of function pointers. */
export const entry = (table: Pointer, index: number): Pointer =>
  pointer(read.ptr(table, index * 8) as Returned)

/** A zero-terminated string of the library's. */
export const text = (returned: Returned): string => new CString(pointer(returned)).toString().trim()

/** A string as native functions take it; the caller keeps it reachable while one may read it. */
export const cString = (value: string): Uint8Array => new TextEncoder().encode(`${value}\0`)
