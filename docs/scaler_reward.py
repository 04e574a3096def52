"""Scaler's judge as a reward function, for trainers in Python that read an exported dataset.

TRL:  GRPOTrainer(..., reward_funcs=[Judge().reward])
verl: custom_reward_function.path=docs/scaler_reward.py custom_reward_function.name=compute_score

Only the standard library is used. SCALER is the command that starts Scaler; `scaler` unless set, for instance
`bun /path/to/scaler/packages/cli/main.ts`.
"""

import json
import os
import shlex
import subprocess
import threading


class Judge:
    """One judging process, kept alive. Verdicts come from the environments themselves, in their sandbox."""

    def __init__(self, command=None):
        start = shlex.split(command or os.environ.get("SCALER", "scaler"))
        self.process = subprocess.Popen(
            [*start, "judge", "--rows", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.lock = threading.Lock()

    def verdicts(self, extra_infos, responses):
        """{"reward", "verdict", "reason"} of each response; {"reward": None, "error"} where a line was at fault."""
        lines = [
            json.dumps({"extra_info": info, "response": response}) + "\n"
            for info, response in zip(extra_infos, responses, strict=True)
        ]
        with self.lock:
            # Written beside the reading: else both sides could wait for each other's full pipe.
            writer = threading.Thread(target=self._write, args=(lines,))
            writer.start()
            answers = [self._read() for _ in lines]
            writer.join()
        return answers

    def reward(self, completions, extra_info, **_):
        """TRL's reward function. None, which TRL leaves out, where a response could not be judged."""
        texts = [text if isinstance(text, str) else text[-1]["content"] for text in completions]
        return [verdict["reward"] for verdict in self.verdicts(extra_info, texts)]

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def _write(self, lines):
        self.process.stdin.writelines(lines)
        self.process.stdin.flush()

    def _read(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"scaler judge ended with {self.process.wait()}")
        return json.loads(line)


_judge = None


def compute_score(data_source, solution_str, ground_truth, extra_info):
    """verl's reward function."""
    global _judge
    _judge = _judge or Judge()
    [verdict] = _judge.verdicts([extra_info], [solution_str])
    if verdict["reward"] is None:
        raise RuntimeError(f"{data_source}: {verdict['error']}")
    return float(verdict["reward"])
