"""Answers of a pool's solutions, by nothing but subprocess, g++ and python3: it shares no code with Scaler.

    python3 gold.py POOL.json < requests > answers

A request is a line {"name", "solution", "whole", "inputs", "scale", "fresh"}: the entry's key in the pool's file, the
place of the solution, whether all numbers are whole, and what the solution reads. Its reply is a line {"answers",
"seconds", "fresh"}. The first `fresh` inputs are answered once more as the reference does, with a new process for the
generator, at `scale`, and the solution compiled anew for each: `fresh` is how many seconds that takes.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

CPP = 2


def prepare(source, language, folder):
    if language != CPP:
        path = os.path.join(folder, "solution.py")
        with open(path, "w") as file:
            file.write(source)
        return [sys.executable, path]
    path = os.path.join(folder, "solution.cpp")
    with open(path, "w") as file:
        file.write(source)
    program = os.path.join(folder, "solution")
    subprocess.run(["g++", "-std=gnu++17", "-O2", "-w", path, "-o", program], check=True)
    return [program]


def run(command, text):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=60).stdout


def answer(output, kind, whole):
    tokens = output.split()
    number = (lambda token: str(int(token))) if whole else float
    if kind == "array":
        return [number(token) for token in tokens]
    return tokens[0] if kind == "string" else number(tokens[0])


def generate(source, scale):
    code = f"import json, sys\n{source}\ngenerate_testcase(json.loads(sys.argv[1]))\n"
    subprocess.run([sys.executable, "-c", code, json.dumps(scale)], check=True, capture_output=True)


def serve(pool, request):
    entry = pool[request["name"]]
    source = entry["solutions"]["solution"][request["solution"]]
    language = entry["solutions"]["language"][request["solution"]]
    reply = {}
    with tempfile.TemporaryDirectory() as folder:
        command = prepare(source, language, folder)
        began = time.monotonic()
        outputs = [run(command, text) for text in request["inputs"]]
        reply["seconds"] = time.monotonic() - began
    reply["answers"] = [answer(output, entry["output_type"], request["whole"]) for output in outputs]
    began = time.monotonic()
    for text in request["inputs"][: request["fresh"]]:
        with tempfile.TemporaryDirectory() as folder:
            generate(entry["generate_testcase"], request["scale"])
            run(prepare(source, language, folder), text)
    reply["fresh"] = time.monotonic() - began
    return reply


def main():
    with open(sys.argv[1]) as file:
        pool = json.load(file)
    for line in sys.stdin:
        print(json.dumps(serve(pool, json.loads(line))), flush=True)


main()
