/** The system calls a sandboxed process may still make, as a seccomp filter program in classic BPF. */

/** Processor architectures that the filter knows. */
export type Architecture = "x64" | "arm64"

export const isSupported = (architecture: string): architecture is Architecture => architecture in tables

/**
 * What a JavaScript engine needs once everything is loaded: to read requests, write replies, manage its own memory,
 * threads, signals and timers. Nothing here names a file, a socket or another process.
 * Sources of the numbers: Linux `arch/x86/entry/syscalls/syscall_64.tbl`, `include/uapi/asm-generic/unistd.h`.
 */
const tables = {
  x64: {
    audit: 0xc000003e,
    seccomp: 317,
    clone: 56,
    clone3: 435,
    prctl: 157,
    tgkill: 234,
    allowed: {
      read: 0,
      write: 1,
      futex: 202,
      madvise: 28,
      mmap: 9,
      munmap: 11,
      mprotect: 10,
      mremap: 25,
      brk: 12,
      rt_sigaction: 13,
      rt_sigprocmask: 14,
      rt_sigreturn: 15,
      rt_sigsuspend: 130,
      sigaltstack: 131,
      sched_yield: 24,
      sched_getaffinity: 204,
      getpid: 39,
      gettid: 186,
      getrusage: 98,
      getrandom: 318,
      clock_gettime: 228,
      clock_getres: 229,
      clock_nanosleep: 230,
      nanosleep: 35,
      gettimeofday: 96,
      membarrier: 324,
      epoll_wait: 232,
      epoll_pwait: 281,
      epoll_pwait2: 441,
      epoll_ctl: 233,
      restart_syscall: 219,
      set_robust_list: 273,
      rseq: 334,
      close: 3,
      sysinfo: 99,
      exit: 60,
      exit_group: 231
    }
  },
  arm64: {
    audit: 0xc00000b7,
    seccomp: 277,
    clone: 220,
    clone3: 435,
    prctl: 167,
    tgkill: 131,
    allowed: {
      read: 63,
      write: 64,
      futex: 98,
      madvise: 233,
      mmap: 222,
      munmap: 215,
      mprotect: 226,
      mremap: 216,
      brk: 214,
      rt_sigaction: 134,
      rt_sigprocmask: 135,
      rt_sigreturn: 139,
      rt_sigsuspend: 133,
      sigaltstack: 132,
      sched_yield: 124,
      sched_getaffinity: 123,
      getpid: 172,
      gettid: 178,
      getrusage: 165,
      getrandom: 278,
      clock_gettime: 113,
      clock_getres: 114,
      clock_nanosleep: 115,
      nanosleep: 101,
      gettimeofday: 169,
      membarrier: 283,
      epoll_pwait: 22,
      epoll_pwait2: 441,
      epoll_ctl: 21,
      restart_syscall: 128,
      set_robust_list: 99,
      rseq: 293,
      close: 57,
      sysinfo: 179,
      exit: 93,
      exit_group: 94
    }
  }
} as const

/** Number of the `seccomp` system call itself. */
export const seccompNumber = (architecture: Architecture): number => tables[architecture].seccomp

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number]

const load = (offset: number): Instruction => [0x20, 0, 0, offset]
const and = (mask: number): Instruction => [0x54, 0, 0, mask]
const ifEqual = (
  value: number,
  ifTrue: number,
  ifFalse: number
): Instruction => [0x15, ifTrue, ifFalse, value]
const ifAtLeast = (
  value: number,
  ifTrue: number,
  ifFalse: number
): Instruction => [0x35, ifTrue, ifFalse, value]
const end = (action: number): Instruction => [0x06, 0, 0, action]

const allow = 0x7fff0000
const kill = 0x80000000
const fail = (errno: number) => 0x00050000 | errno
const EPERM = 1
const ENOSYS = 38

const numberOffset = 0
const architectureOffset = 4
/** Low 32 bits of argument `index`; both architectures are little-endian. */
const argumentOffset = (index: number) => 16 + 8 * index

/** A block for one system call whose first argument, under a mask, must be one of `values`. */
const when = (syscall: number, mask: number, values: ReadonlyArray<number>): ReadonlyArray<Instruction> => {
  const tests = values.flatMap((value) => [ifEqual(value, 0, 1), end(allow)])
  const block = [load(argumentOffset(0)), and(mask), ...tests, end(fail(EPERM))]
  return [ifEqual(syscall, 0, block.length), ...block]
}

/** CLONE_VM, CLONE_SIGHAND, CLONE_THREAD: what makes a clone a thread of this process. */
const threadFlags = 0x00010900
const PR_SET_NAME = 15
const PR_SET_VMA = 0x53564d41

/**
 * The filter program, 8 bytes an instruction. Calls that are not allowed fail with EPERM; another architecture's calls
 * end the process. `clone` makes threads only, and `clone3`, whose flags a filter cannot see, does not exist, so that
 * the C library falls back to `clone`. Signals go to this process only.
 */
export const program = (architecture: Architecture, processId: number): Uint8Array => {
  const table = tables[architecture]
  const instructions: ReadonlyArray<Instruction> = [
    load(architectureOffset),
    ifEqual(table.audit, 1, 0),
    end(kill),
    load(numberOffset),
    ...(architecture === "x64" ? [ifAtLeast(0x40000000, 0, 1), end(kill)] : []),
    ...Object.values(table.allowed).flatMap((number) => [ifEqual(number, 0, 1), end(allow)]),
    ifEqual(table.clone3, 0, 1),
    end(fail(ENOSYS)),
    ...when(table.clone, threadFlags, [threadFlags]),
    ...when(table.tgkill, 0xffffffff, [processId]),
    ...when(table.prctl, 0xffffffff, [PR_SET_NAME, PR_SET_VMA]),
    end(fail(EPERM))
  ]
  const bytes = new Uint8Array(instructions.length * 8)
  const view = new DataView(bytes.buffer)
  for (const [index, [code, ifTrue, ifFalse, operand]] of instructions.entries()) {
    view.setUint16(index * 8, code, true)
    view.setUint8(index * 8 + 2, ifTrue)
    view.setUint8(index * 8 + 3, ifFalse)
    view.setUint32(index * 8 + 4, operand >>> 0, true)
  }
  return bytes
}
