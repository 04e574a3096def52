/*
 * The launcher: lives in a jail, reads requests from its standard input, and runs each in a process of its own under
 * that request's limits and filter. Its arguments are the folders that a compiler may read, where no jail says so.
 *
 * As a library it lends `confine` and `supervise` to the Python worker, which forks by itself.
 */
#define _GNU_SOURCE
#include "confine.h"
#include "supervise.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

/* A request: this, the arguments, each ended by a NUL, and the input. Numbers are little-endian, as in replies. */
struct request {
  uint32_t id, profile, argument_count, argument_bytes;
  struct limits limits;
};

/* A reply: this, what was written to standard output, and the last of what was written to standard error. */
struct reply {
  uint32_t id, stderr_bytes;
  struct report report;
};

#define LAST_WORDS 16384

/* Why a process could not be confined or become its program, told by memory that it shares with the launcher until then. */
static char *refusal;

int confine(uint32_t profile, const struct limits *limits) {
  const char *step;
  return confine_process(profile, limits, NULL, NULL, &step);
}

void supervise(int process, const struct limits *limits, int out, int err, struct report *report) {
  supervise_process(process, limits, micros_of(CLOCK_MONOTONIC), out, err, report);
}

static void fill(int stream, void *target, size_t size) {
  for (char *at = target; size > 0;) {
    ssize_t count = read(stream, at, size);
    if (count == 0) exit(0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) exit(1);
    at += count;
    size -= (size_t)count;
  }
}

static void put(int stream, const void *source, size_t size) {
  for (const char *at = source; size > 0;) {
    ssize_t count = write(stream, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) exit(1);
    at += count;
    size -= (size_t)count;
  }
}

/* A file in memory that holds this and that nobody can change. */
static int sealed(const char *content, size_t size) {
  int file = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  put(file, content, size);
  lseek(file, 0, SEEK_SET);
  fcntl(file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  return file;
}

static void start(const struct request *request, char **arguments, char *const *folders, const int streams[3]) {
  static char *const nothing[] = { NULL };
  setpgid(0, 0);
  signal(SIGINT, SIG_DFL);
  signal(SIGPIPE, SIG_DFL);
  for (int stream = 0; stream < 3; stream++) dup2(streams[stream], stream);
  close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
  const char *step, *path = arguments[0];
  int is_compiler = request->profile == COMPILER;
  if (confine_process(request->profile, &request->limits, path, is_compiler ? folders : NULL, &step) == 0) {
    step = path;
    execve(path, arguments, is_compiler ? environ : nothing);
  }
  snprintf(refusal, LAST_WORDS, "%s: %s", step, strerror(errno));
  _exit(1);
}

static void run(const struct request *request, char *body, size_t size, char *const *folders) {
  char *arguments[64];
  size_t count = request->argument_count < 63 ? request->argument_count : 63;
  char *next = body;
  for (size_t i = 0; i < count; i++, next += strlen(next) + 1) arguments[i] = next;
  arguments[count] = NULL;
  int streams[] = {
    sealed(body + request->argument_bytes, size - request->argument_bytes),
    memfd_create("output", MFD_CLOEXEC),
    memfd_create("errors", MFD_CLOEXEC),
  };
  struct reply reply = { .id = request->id };
  uint64_t started = micros_of(CLOCK_MONOTONIC);
  pid_t process = fork();
  if (process < 0) exit(1);
  if (process == 0) start(request, arguments, folders, streams);
  supervise_process(process, &request->limits, started, streams[1], streams[2], &reply.report);
  while (waitpid(-1, NULL, WNOHANG) > 0) {}

  if (refusal[0] != 0) {
    reply.report.outcome = REFUSED;
    dprintf(streams[2], "%s", refusal);
    refusal[0] = 0;
  }
  char words[LAST_WORDS];
  struct stat out, err;
  fstat(streams[1], &out);
  fstat(streams[2], &err);
  off_t from = err.st_size > LAST_WORDS ? err.st_size - LAST_WORDS : 0;
  ssize_t spoken = pread(streams[2], words, LAST_WORDS, from);
  reply.stderr_bytes = spoken > 0 ? (uint32_t)spoken : 0;
  /* Too much output is not worth sending. */
  size_t written = reply.report.outcome == OUTPUT ? 0 : (size_t)out.st_size;
  uint32_t length = (uint32_t)(sizeof reply + written + reply.stderr_bytes);
  put(1, &length, sizeof length);
  put(1, &reply, sizeof reply);
  for (off_t at = 0; (size_t)at < written;) {
    if (sendfile(1, streams[1], &at, written - (size_t)at) <= 0) exit(1);
  }
  put(1, words, reply.stderr_bytes);
  for (int stream = 0; stream < 3; stream++) close(streams[stream]);
}

static void tell_if(int works, const char *what) {
  if (works) puts(what);
}

/* The self test: run as a program of its own, it tells what was not stopped, and that it came to its end. */
static int attempt(void) {
  tell_if(open("/", O_RDONLY) >= 0, "read a file");
  tell_if(open("scaler-self-test", O_WRONLY | O_CREAT, 0600) >= 0, "write a file");
  tell_if(socket(AF_UNIX, SOCK_STREAM, 0) >= 0, "open a socket");
  tell_if(kill(getppid(), 0) == 0, "signal another process");
  tell_if(setsid() > 0, "leave its group");
  tell_if(setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 }) == 0, "change a limit");
  fflush(stdout);
  pid_t process = fork();
  if (process == 0) _exit(0);
  tell_if(process > 0, "fork");
  fflush(stdout);
  execve("/bin/sh", (char *[]){ "/bin/sh", "-c", "echo run a program; echo end", NULL }, NULL);
  tell_if(errno != EPERM, "run a program");
  puts("end");
  return 0;
}

int main(int count, char **folders) {
  if (count == 2 && strcmp(folders[1], "self-test") == 0) return attempt();
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  refusal = mmap(NULL, LAST_WORDS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (refusal == MAP_FAILED) return 1;
  for (;;) {
    uint32_t length;
    struct request request;
    fill(0, &length, sizeof length);
    if (length < sizeof request) return 1;
    fill(0, &request, sizeof request);
    size_t size = length - sizeof request;
    char *body = malloc(size + 1);
    if (body == NULL || request.argument_bytes > size) return 1;
    fill(0, body, size);
    run(&request, body, size, folders + 1);
    free(body);
  }
}
