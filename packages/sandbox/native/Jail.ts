/** Jails: how a launcher is walled in, as the command that starts it. */
import { lstatSync, readlinkSync } from "node:fs"
import { findBubblewrap, type Mode } from "../Mode.ts"

/**
 * - `strong`: bubblewrap (own user, process, network, mount namespaces; a file system of what the jail lists and nothing
 *   else), and everything of `standard`.
 * - `standard`: a system call filter and resource limits for every process that a launcher starts, and for the compiler,
 *   which must open files, the kernel's Landlock.
 */
export type NativeMode = Extract<Mode, "strong" | "standard">

/** Those that there are, in the order of preference. */
export const nativeModes: ReadonlyArray<NativeMode> = ["strong", "standard"]

export interface Jail {
  /** Files and folders that can be read, each at its own path; one that is not there is left out. */
  readonly readable: ReadonlyArray<string>
  /** A folder that can be written, where the command runs; nothing can be written without one. */
  readonly writable?: string
  readonly env: Readonly<Record<string, string>>
}

/** Where programs and libraries of the system lie. */
export const systemFolders = ["/usr", "/bin", "/lib", "/lib64", "/lib32"]

const bind = (path: string): ReadonlyArray<string> => {
  const status = lstatSync(path, { throwIfNoEntry: false })
  if (status === undefined) return []
  return status.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path]
}

interface Command {
  readonly cmd: Array<string>
  readonly env: Record<string, string>
  readonly cwd: string
}

/** A command in a jail. In mode standard the jail's walls are those that the command builds by itself. */
export const command = (mode: NativeMode, jail: Jail, inner: ReadonlyArray<string>): Command => {
  const { env, readable, writable } = jail
  const cwd = writable ?? "/"
  if (mode === "standard") return { cmd: [...inner], env, cwd }
  return {
    cmd: [
      findBubblewrap() ?? "bwrap",
      "--unshare-all --die-with-parent --new-session --as-pid-1 --clearenv --cap-drop ALL".split(" "),
      "--uid 65534 --gid 65534 --hostname sandbox".split(" "),
      [...new Set(readable)].map(bind),
      writable === undefined ? [] : ["--bind", writable, writable],
      ["--remount-ro", "/", "--chdir", cwd],
      Object.entries(env).map(([key, value]) => ["--setenv", key, value]),
      ["--", ...inner]
    ].flat(2),
    env: {},
    cwd: "/"
  }
}
