"""
The Python worker: lives in a jail, reads requests from its standard input as the launcher does, and serves each in a
fork of itself that gives up files, processes and unseeded randomness before it looks at the request's source.

Arguments of a request: `run`, `check` or `draw`, and the source. A solution's input is the request's; a generator's is
JSON, `[[seed, scale], ...]`, and what it draws comes back as one line of JSON a draw.
"""

import atexit
import builtins
import copy
import ctypes
import datetime
import functools
import gc
import importlib
import itertools
import json
import mmap
import os
import random
import re
import signal
import struct
import sys
import sysconfig
import threading
import time
import traceback
import types

PYTHON = 1
REFUSED = 5
LAST_WORDS = 16384
REQUEST = struct.Struct("<4I")
LIMITS = struct.Struct("<4Q")
REPORT = struct.Struct("<Ii3Q")

# Of other people's packages only this one, where it is installed.
PACKAGES = {"numpy"}
# They open a browser or a window, print, or run tests, as they are imported.
NOISY = {"antigravity", "idlelib", "test", "this", "tkinter", "turtle", "turtledemo"}
# What most sources import, and what the standard library itself imports only as it is needed.
COMMON = """array bisect cmath collections contextlib dataclasses decimal enum fractions heapq io math numbers operator queue
statistics string textwrap typing _strptime encodings.ascii encodings.latin_1 linecache tokenize""".split()

# Whether a fork could not confine itself, told by memory that it shares with the worker until it has.
refused = mmap.mmap(-1, 1)
launcher = ctypes.CDLL(sys.argv[1], use_errno=True)
IMPORT = re.compile(r"(?:^|;)[ \t]*(from|import)[ \t]+([^\n;#]+)", re.MULTILINE)


def imported(source):
    """The modules that a source names in its imports, as far as a pattern can tell."""
    for kind, names in IMPORT.findall(source):
        module, _, members = names.partition("import") if kind == "from" else ("", "", names)
        for name in [module, *members.strip("() ").split(",")]:
            words = name.split()[:1]
            yield ".".join(word for word in [module.strip() * (name is not module), *words] if word)


@functools.lru_cache(maxsize=1024)
def import_for(source):
    """Imports what the source will want to in its fork, which cannot open files any more by then."""
    for name in imported(source):
        top = name.split(".")[0]
        if top in NOISY or top not in sys.stdlib_module_names | PACKAGES or "__main__" in name:
            continue
        try:
            importlib.import_module(name)
        except BaseException:
            # What is no module is a member of one; and the source's own import says so where there is nothing.
            pass
    # What lives long is not to be looked at, and so copied, by every fork.
    gc.freeze()


seed_with = random.Random.seed


def seed_everything(seed):
    """Makes every source of random numbers that is given no seed a function of this one."""
    unseeded = itertools.count()

    def seed_or_next(self, a=None, version=2):
        seed_with(self, f"{seed} {next(unseeded)}" if a is None else a, version)

    random.Random.seed = seed_or_next
    random.seed = random._inst.seed
    random.seed(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(seed % 2**32)


class StoppedDatetime(datetime.datetime):
    """A date and time that is always the same one where it is to be now."""

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(0, tz or datetime.timezone.utc).replace(tzinfo=tz)

    @classmethod
    def utcnow(cls):
        return cls.now()

    today = utcnow


class StoppedDate(datetime.date):
    @classmethod
    def today(cls):
        return cls(1970, 1, 1)


def stop_clocks():
    for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, lambda: 0.0)
        setattr(time, f"{name}_ns", lambda: 0)
    datetime.datetime = StoppedDatetime
    datetime.date = StoppedDate


def open_streams():
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="surrogateescape", closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def module_of(name, code):
    """Runs code as a module, in a namespace of its own."""
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(code, module.__dict__)
    return module


def run(source):
    """Runs a solution as the interpreter would, and ends the process."""
    status = 0
    try:
        try:
            module_of("__main__", compile(source, "solution.py", "exec"))
        finally:
            threading._shutdown()
            atexit._run_exitfuncs()
            sys.stdout.flush()
    except SystemExit as exit:
        if exit.code is not None and not isinstance(exit.code, int):
            print(exit.code, file=sys.stderr)
        status = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
    except BaseException:
        status = 1
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except Exception:
            status = status or 1
        os._exit(status & 0xFF)


def plain(value):
    """Numbers and arrays of numpy, and sets, as JSON has them."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} is no JSON")


encode_instance = json.JSONEncoder(default=plain, allow_nan=False).encode
encode_line = json.JSONEncoder().encode


def last_line(error):
    return "".join(traceback.format_exception_only(error)).strip()[-2000:]


def draw_one(code, seed, scale):
    """One draw as a line of JSON. The module is made anew, so that it keeps nothing from the draw before."""
    seed_everything(seed)
    try:
        drawn = module_of("generator", code()).generate_testcase(scale)
    except MemoryError:
        raise
    except BaseException as error:
        return encode_line({"threw": last_line(error)})
    try:
        text, instance = drawn
        if type(text) is not str or not isinstance(instance, dict):
            raise TypeError("generate_testcase must return (str, dict)")
        text.encode()
        return f'{{"input":{encode_line(text)},"instance":{encode_instance(instance)},"printed":{encode_line(repr(instance))}}}'
    except MemoryError:
        raise
    except BaseException as error:
        return encode_line({"invalid": last_line(error)})


def draw(source, requests, results):
    """
    Draws in turn. The first draw is repeated at the end: where it comes out differently, the source has kept something
    or asked the world, and nothing of the batch can be trusted.
    """
    code = functools.cache(lambda: compile(source, "generator.py", "exec"))

    def write(line):
        rest = line.encode() + b"\n"
        while rest:
            rest = rest[os.write(results, rest):]

    first = None
    for seed, scale in requests:
        line = draw_one(code, seed, copy.deepcopy(scale))
        first = first or line
        write(line)
    if len(requests) > 1:
        write(json.dumps("same" if draw_one(code, *requests[0]) == first else "different"))


def become(operation, source, content, limits, streams):
    """What the fork does: it takes its streams, imports, gives up the rest, and serves the request."""
    requests = json.loads(content) if operation == "draw" else []
    stdin, out, err = streams
    os.dup2(stdin, 0)
    os.dup2(err if operation == "draw" else out, 1)
    os.dup2(err, 2)
    # The results of draws; of solutions nobody knows it.
    results = 3
    if operation == "draw":
        os.dup2(out, results)
    os.closerange(results + (operation == "draw"), 256)
    # Python would go on after it has written too much.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    open_streams()
    if operation == "draw":
        stop_clocks()
    seed_everything(0)
    if launcher.confine(PYTHON, limits) != 0:
        refused[0] = 1
        os._exit(1)
    refused.close()
    if operation == "draw":
        draw(source, requests, results)
    elif operation == "run":
        run(source)
    else:
        compile(source, "solution.py", "exec")


def memory_file(content=b""):
    file = os.memfd_create("stream", os.MFD_CLOEXEC)
    os.write(file, content)
    os.lseek(file, 0, os.SEEK_SET)
    return file


def serve(frame):
    identity, _, _, argument_bytes = REQUEST.unpack_from(frame)
    limits = frame[REQUEST.size:REQUEST.size + LIMITS.size]
    start = REQUEST.size + LIMITS.size
    operation, source = frame[start:start + argument_bytes].decode().split("\0")[:2]
    content = frame[start + argument_bytes:]
    import_for(source)
    streams = [memory_file(b"" if operation == "draw" else content), memory_file(), memory_file()]
    process = os.fork()
    if process == 0:
        try:
            become(operation, source, content, limits, streams)
            os._exit(0)
        except BaseException as error:
            os.write(2, last_line(error).encode())
        finally:
            os._exit(1)
    report = ctypes.create_string_buffer(REPORT.size)
    launcher.supervise(process, limits, streams[1], streams[2], report)
    if refused[0]:
        REPORT.pack_into(report, 0, REFUSED, 0, 0, 0, 0)
        refused[0] = 0
    output_bytes = LIMITS.unpack(limits)[3]
    words = os.pread(streams[2], LAST_WORDS, max(0, os.fstat(streams[2]).st_size - LAST_WORDS))
    kept = os.fstat(streams[1]).st_size
    out = os.pread(streams[1], min(kept, output_bytes), 0)
    for file in streams:
        os.close(file)
    body = struct.pack("<II", identity, len(words)) + report.raw + out + words
    return struct.pack("<I", len(body)) + body


def main():
    # Whatever prints to standard output must not reach the host.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(__file__)]
    sys.path += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), "/usr/lib/python3/dist-packages"]
    builtins.exit = builtins.quit = sys.exit
    for name in COMMON:
        importlib.import_module(name)
    while len(header := requests.read(4)) == 4:
        replies.write(serve(requests.read(struct.unpack("<I", header)[0])))
        replies.flush()


main()
