"""Records what another program answers to instances of environments, as lines of JSON on standard output."""

import json
import subprocess


def record(answers, levels, count):
    """Of each environment so many instances of each level; `answers` has a function of the instance for each name."""
    for environment, answer in answers.items():
        for level in levels:
            command = f"bun packages/cli/main.ts env sample {environment} --level {level} --count {count} --json"
            drawn = subprocess.run(command.split(), check=True, stdout=subprocess.PIPE, text=True)
            for line in drawn.stdout.splitlines():
                instance = json.loads(line)["instance"]
                found = {"environment": environment, "instance": instance, "answer": answer(instance)}
                print(json.dumps(found, separators=(",", ":")), flush=True)
