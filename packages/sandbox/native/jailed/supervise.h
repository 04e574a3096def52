/* Waits for one confined process, ends it at its limits, and says what became of it. */
#include <poll.h>
#include <sys/wait.h>
#include <time.h>

enum outcome { EXITED, SIGNALLED, WALL_TIME, CPU_TIME, OUTPUT, REFUSED };

struct report {
  uint32_t outcome;
  /* The exit code or the signal. */
  int32_t code;
  uint64_t wall_micros, cpu_micros, peak_bytes;
};

static uint64_t micros_of(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) return 0;
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* How often processor time is looked at, at the least: threads use it up faster than time passes. */
#define LOOK_EVERY_MICROS 20000

/* Waits until the process has ended or is to be ended; says whether a limit was reached. */
static enum outcome watch(pid_t process, const struct limits *limits, uint64_t started) {
  clockid_t processor;
  int has_clock = clock_getcpuclockid(process, &processor) == 0;
  struct pollfd ending = { .fd = (int)syscall(__NR_pidfd_open, process, 0), .events = POLLIN };
  enum outcome outcome = EXITED;
  for (;;) {
    uint64_t wall = micros_of(CLOCK_MONOTONIC) - started, cpu = has_clock ? micros_of(processor) : 0;
    if (wall >= limits->wall_micros) { outcome = WALL_TIME; break; }
    if (cpu >= limits->cpu_micros) { outcome = CPU_TIME; break; }
    uint64_t wait = limits->wall_micros - wall;
    if (wait > limits->cpu_micros - cpu) wait = limits->cpu_micros - cpu;
    if (wait > LOOK_EVERY_MICROS) wait = LOOK_EVERY_MICROS;
    struct timespec span = { .tv_nsec = (long)wait * 1000 };
    if (ending.fd < 0 || ppoll(&ending, 1, &span, NULL) > 0) break;
  }
  if (ending.fd < 0) outcome = WALL_TIME;
  else close(ending.fd);
  return outcome;
}

static int is_longer(int file, uint64_t bytes) {
  struct stat status;
  return fstat(file, &status) == 0 && (uint64_t)status.st_size > bytes;
}

/* `out` and `err` are the files that the process writes to. */
static void supervise_process(
  pid_t process, const struct limits *limits, uint64_t started, int out, int err, struct report *report
) {
  setpgid(process, process);
  report->outcome = watch(process, limits, started);
  /* It has ended or must; so must whatever it left behind in its group. */
  kill(-process, SIGKILL);
  kill(process, SIGKILL);
  int status = 0;
  struct rusage usage;
  while (wait4(process, &status, 0, &usage) < 0 && errno == EINTR) {}
  report->wall_micros = micros_of(CLOCK_MONOTONIC) - started;
  report->cpu_micros = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000
    + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  report->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
  report->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (is_longer(out, limits->output_bytes) || is_longer(err, limits->output_bytes)) report->outcome = OUTPUT;
  else if (report->outcome == EXITED && status != 0 && report->cpu_micros >= limits->cpu_micros) report->outcome = CPU_TIME;
  else if (report->outcome == EXITED && WIFSIGNALED(status)) report->outcome = SIGNALLED;
}
