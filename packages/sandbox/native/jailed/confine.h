/*
 * What a native program may still do: limits of the kernel, a system call filter, and for the compiler the folders it
 * may touch. All of it is given up between fork and exec, for good.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "there is no system call filter for this architecture"
#endif

/* Who is confined: an executable that is given to exec; Python after fork, with everything imported; the compiler. */
enum profile { EXECUTABLE, PYTHON, COMPILER };

struct limits {
  uint64_t wall_micros, cpu_micros, memory_bytes, output_bytes;
};

/* What computing takes once a program runs. Nothing here names a file, a socket or another process. */
static const int computing[] = {
  __NR_read, __NR_write, __NR_readv, __NR_writev, __NR_pread64, __NR_lseek, __NR_fstat, __NR_close, __NR_dup,
  __NR_mmap, __NR_munmap, __NR_mremap, __NR_mprotect, __NR_madvise, __NR_brk, __NR_membarrier,
  __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_rt_sigsuspend, __NR_sigaltstack, __NR_restart_syscall,
  __NR_futex, __NR_set_tid_address, __NR_set_robust_list, __NR_rseq, __NR_sched_yield, __NR_sched_getaffinity,
  __NR_getpid, __NR_gettid, __NR_uname, __NR_sysinfo, __NR_getrusage, __NR_times,
  __NR_clock_gettime, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_gettimeofday,
  __NR_ppoll, __NR_pselect6, __NR_exit, __NR_exit_group,
#if defined(__x86_64__)
  __NR_arch_prctl, __NR_time, __NR_poll, __NR_select, __NR_getrlimit,
#endif
};

/* What a compiler takes beside that: files, and its parts as processes. */
static const int compiling[] = {
  __NR_openat, __NR_newfstatat, __NR_statx, __NR_statfs, __NR_readlinkat, __NR_faccessat, __NR_faccessat2, __NR_getdents64,
  __NR_unlinkat, __NR_renameat, __NR_renameat2, __NR_fchmod, __NR_fchmodat, __NR_umask, __NR_ftruncate, __NR_fallocate,
  __NR_getcwd, __NR_pwrite64, __NR_fcntl, __NR_ioctl, __NR_dup3, __NR_pipe2, __NR_execve, __NR_clone, __NR_clone3,
  __NR_wait4, __NR_waitid, __NR_getppid, __NR_getuid, __NR_geteuid, __NR_getgid, __NR_getegid, __NR_getrandom,
#if defined(__x86_64__)
  __NR_open, __NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_unlink, __NR_rename, __NR_chmod, __NR_dup2, __NR_pipe,
  __NR_fork, __NR_vfork, __NR_getpgrp,
#endif
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define THREAD (CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

struct program {
  struct sock_filter code[512];
  unsigned short length;
};

static void add(struct program *filter, struct sock_filter instruction) { filter->code[filter->length++] = instruction; }
static void load(struct program *filter, size_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}
static void end(struct program *filter, uint32_t action) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}
/* Ends with this action where the word that is loaded is this one. */
static void end_if(struct program *filter, uint32_t word, uint32_t action) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, word, 0, 1));
  end(filter, action);
}

#define REFUSE (SECCOMP_RET_ERRNO | EPERM)

/* Allows one system call where its argument, under a mask, has this value. */
static void allow_when(struct program *filter, int number, int argument, uint64_t mask, uint64_t value) {
  size_t low = offsetof(struct seccomp_data, args) + 8 * (size_t)argument;
  struct sock_filter test[] = {
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 8),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)low),
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (uint32_t)mask),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)value, 0, 4),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)low + 4),
    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, (uint32_t)(mask >> 32)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(value >> 32), 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    BPF_STMT(BPF_RET | BPF_K, REFUSE),
  };
  for (size_t i = 0; i < COUNT(test); i++) add(filter, test[i]);
}

/*
 * The filter of this process. Threads are clones of one kind; clone3, whose flags a filter cannot see, does not exist for
 * programs, so that the C library falls back to clone. Limits can be asked but not set, signals go to this process only,
 * and the one exec that is left is the launcher's own, told by the address of its path.
 */
static void write_filter(struct program *filter, enum profile profile, const char *path) {
  filter->length = 0;
  load(filter, offsetof(struct seccomp_data, arch));
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  end(filter, SECCOMP_RET_KILL_PROCESS);
  load(filter, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  end(filter, SECCOMP_RET_KILL_PROCESS);
#endif
  for (size_t i = 0; i < COUNT(computing); i++) end_if(filter, (uint32_t)computing[i], SECCOMP_RET_ALLOW);
  if (profile == COMPILER) {
    for (size_t i = 0; i < COUNT(compiling); i++) end_if(filter, (uint32_t)compiling[i], SECCOMP_RET_ALLOW);
  }
  end_if(filter, __NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  allow_when(filter, __NR_clone, 0, THREAD, THREAD);
  allow_when(filter, __NR_tgkill, 0, UINT32_MAX, (uint64_t)getpid());
  allow_when(filter, __NR_prlimit64, 2, UINT64_MAX, 0);
  /* How the C library asks for the status of an open file. */
  allow_when(filter, __NR_newfstatat, 3, 0x1000, 0x1000);
  allow_when(filter, __NR_fcntl, 1, UINT32_MAX, F_GETFL);
  /* Nothing random may reach a generator unseeded. */
  if (profile == EXECUTABLE) {
    end_if(filter, __NR_getrandom, SECCOMP_RET_ALLOW);
    allow_when(filter, __NR_execve, 0, UINT64_MAX, (uint64_t)(uintptr_t)path);
  }
  end(filter, REFUSE);
}

static int limit(int resource, uint64_t wanted) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return -1;
  uint64_t most = now.rlim_max == RLIM_INFINITY || wanted < now.rlim_max ? wanted : now.rlim_max;
  return setrlimit(resource, &(struct rlimit){ .rlim_cur = most, .rlim_max = most });
}

#if __has_include(<linux/landlock.h>)
#include <linux/landlock.h>

#define READING (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define EVERYTHING ((LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1)

static int allow_folder(int rules, const char *path, uint64_t access) {
  int folder = open(path, O_PATH | O_CLOEXEC);
  /* A folder that is not here need not be allowed. */
  if (folder < 0) return 0;
  struct stat status;
  if (fstat(folder, &status) == 0 && !S_ISDIR(status.st_mode)) access &= ~LANDLOCK_ACCESS_FS_READ_DIR;
  struct landlock_path_beneath_attr rule = { .allowed_access = access, .parent_fd = folder };
  int result = (int)syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close(folder);
  return result;
}

/* Leaves these folders to be read and the current one to be written. */
static int confine_files(char *const *folders) {
  struct landlock_ruleset_attr all = { .handled_access_fs = EVERYTHING };
  int rules = (int)syscall(__NR_landlock_create_ruleset, &all, sizeof all, 0);
  if (rules < 0) return -1;
  for (; *folders != NULL; folders++) {
    if (allow_folder(rules, *folders, READING) != 0) return -1;
  }
  if (allow_folder(rules, ".", EVERYTHING) != 0) return -1;
  return (int)syscall(__NR_landlock_restrict_self, rules, 0);
}
#else
static int confine_files(char *const *folders) {
  (void)folders;
  errno = ENOSYS;
  return -1;
}
#endif

/*
 * Confines the calling process; `path` is what it will exec, and `folders`, where there are any, what it may read.
 * Zero, or the name of the step that failed in `step`.
 */
static int confine_process(
  enum profile profile, const struct limits *limits, const char *path, char *const *folders, const char **step
) {
  static struct program filter;
  uint64_t cpu_seconds = (limits->cpu_micros + 999999) / 1000000;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  *step = "setrlimit";
  if (limit(RLIMIT_AS, limits->memory_bytes) != 0 || limit(RLIMIT_STACK, limits->memory_bytes / 4) != 0) return -1;
  if (limit(RLIMIT_CPU, cpu_seconds + (profile == COMPILER ? 0 : 1)) != 0) return -1;
  /* A file may be one byte longer than allowed, which tells that it is too long. */
  if (limit(RLIMIT_FSIZE, limits->output_bytes + 1) != 0 || limit(RLIMIT_CORE, 0) != 0) return -1;
  if (limit(RLIMIT_NOFILE, 64) != 0) return -1;
  *step = "prctl(PR_SET_NO_NEW_PRIVS)";
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  /* Addresses that are the same in every run, so that what depends on them is too. */
  personality(ADDR_NO_RANDOMIZE);
  *step = "landlock";
  if (folders != NULL && *folders != NULL && confine_files(folders) != 0) return -1;
  *step = "seccomp";
  write_filter(&filter, profile, path);
  struct sock_fprog program = { .len = filter.length, .filter = filter.code };
  return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}
