"""Scores the responses of an evaluation once more, without Scaler: reads its record and the benchmarks' files itself.

    pip install math-verify==0.9.0 antlr4-python3-runtime==4.13.2 pyarrow scipy
    python score.py DIR/eval.sqlite DATA --bbeh evaluate.py

DATA has the Parquet files. Mathematics is judged by Math-Verify, an option's letter by the rule in docs/evals.md, and BBEH
by its authors' script, bbeh/evaluate.py of google-deepmind/bbeh. Each response is read twice. `final`: its final answer by
the rules of docs/evals.md, as Scaler reads it. `whole`: the response as it is, in which Math-Verify finds an answer without
a box, too, and BBEH's script none in a box. Prints how many verdicts agree with the recorded ones, the accuracies with
intervals of 95 % over problems, and every disagreement. Exits with 1 where a recorded problem is none of the files'.
"""

import argparse
import hashlib
import importlib.util
import json
import logging
import re
import sqlite3
import sys
import warnings
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify
from scipy import stats

FILES = {"math500": "math-500", "amc23": "amc23", "aime24": "aime24", "mmlu-pro": "mmlu-pro", "bbeh": "bbeh"}
SECONDS = 20
SHOWN = 160
READINGS = ("final", "whole")
BOX = re.compile(r"\\boxed\s*\{")
OPTION = r"\(?([B-HJ-Z]|[AI](?!\s+[a-z]))(?![A-Za-z])"
SAID = re.compile(r"\banswer\s+is:?\s*(?:option\s+)?(?:\*\*|\$|\\text\{|\\\()*" + OPTION)
TAGGED = re.compile(r"<answer>((?:(?!<answer>).)*?)</answer>", re.DOTALL)


def last_box(text):
    """Where the box that closes last ends, and what stands in it; None where there is none."""
    closed = []
    for start in (match.end() for match in BOX.finditer(text)):
        depth = 1
        for brace in re.finditer(r"\\.|[{}]", text[start:], re.DOTALL):
            depth += {"{": 1, "}": -1}.get(brace.group(), 0)
            if depth == 0:
                end = start + brace.start()
                closed.append((end, text[start:end]))
                break
    return max(closed, default=None)


def mathematics(gold, answer):
    """Math-Verify, set up as graders have it; None where it came to its deadline or failed."""
    try:
        expected = parse(gold, [LatexExtractionConfig()], parsing_timeout=SECONDS, raise_on_error=True)
        given = parse(
            answer, [ExprExtractionConfig(), LatexExtractionConfig()], parsing_timeout=SECONDS, raise_on_error=True
        )
        return bool(verify(expected, given, timeout_seconds=SECONDS, raise_on_error=True))
    except Exception as error:
        print(f"{gold}: {error!r}", file=sys.stderr)
        return None


def letter(text):
    """The option in a box, else that of the last “answer is X”."""
    box = last_box(text)
    if box is None:
        said = SAID.findall(text)
        return said[-1] if said else None
    bare = re.sub(r"\\(?:text|textbf|mathrm|mathbf|boxed)|[{}$*\s]", "", box[1])
    found = re.fullmatch(r"[(\[]?([A-Za-z])[)\].:]*", bare) or re.match(r"\(?([A-Z])[).:]", bare)
    return found.group(1).upper() if found else None


def option(gold, answer):
    return letter(answer) == letter(gold)


def authors(path):
    """BBEH's rules as its authors' file has them."""
    spec = importlib.util.spec_from_file_location("bbeh_authors", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return lambda gold, answer: module.evaluate_correctness(answer, gold)


def problems(path):
    """The golds of a file by the names that the record gives to problems."""
    found = {}
    for row in parquet.read_table(path, columns=["prompt", "reward_model"]).to_pylist():
        system = next((message["content"] for message in row["prompt"] if message["role"] == "system"), "")
        user = next(message["content"] for message in row["prompt"] if message["role"] == "user")
        gold = row["reward_model"]["ground_truth"]
        content = json.dumps([system, user, gold], ensure_ascii=False, separators=(",", ":"))
        found[hashlib.sha256(content.encode()).hexdigest()[:16]] = gold
    return found


def final(suite, text):
    """The final answer of a response in the form in which the suite's judge takes one, or None."""
    box = last_box(text)
    if suite != "bbeh":
        return text if suite == "mmlu-pro" else rf"\boxed{{{box[1]}}}" if box else None
    tagged = max(((match.end(1), match.group(1)) for match in TAGGED.finditer(text)), default=None)
    marked = max((answer for answer in (box, tagged) if answer), default=None)
    if marked:
        return f"The answer is: {marked[1]}"
    return text if "The answer is" in text or "The final answer is" in text else None


def accuracy(verdicts):
    """The mean over problems of the share of right responses, with its interval, in percent."""
    shares = np.array([100 * np.mean([bool(verdict) for verdict in some]) for some in verdicts.values()])
    if len(set(shares)) == 1:
        return f"{shares[0]:.1f}"
    drawn = stats.bootstrap((shares,), np.mean, n_resamples=10_000, method="percentile", rng=1)
    low, high = drawn.confidence_interval
    return f"{shares.mean():.1f} [{low:.1f}, {high:.1f}]"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("record", type=Path, help="eval.sqlite of an evaluation")
    arguments.add_argument("data", type=Path, help="the folder with the benchmarks' Parquet files")
    arguments.add_argument("--bbeh", type=Path, help="the authors' evaluate.py; without it BBEH is left out")
    given = arguments.parse_args()
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")

    judges = {suite: mathematics for suite in ("math500", "amc23", "aime24")} | {"mmlu-pro": option}
    if given.bbeh:
        judges["bbeh"] = authors(given.bbeh)

    connection = sqlite3.connect(f"file:{given.record.resolve()}?mode=ro", uri=True)
    suites = [suite for (suite,) in connection.execute("SELECT suite FROM suites ORDER BY rowid")]
    rows, disagreements, unknown = [], [], 0
    for suite in suites:
        if suite not in judges:
            print(f"{suite} is left out", file=sys.stderr)
            continue
        [path] = [file for file in given.data.glob("*.parquet") if FILES[suite] in file.name.lower()]
        golds = problems(path)
        verdicts = {reading: defaultdict(list) for reading in ("ours", *READINGS)}
        responses, undecided = 0, 0
        agreed = dict.fromkeys(READINGS, 0)
        for problem, sample, text, verdict in connection.execute(
            "SELECT problem, sample, text, verdict FROM responses WHERE suite = ? ORDER BY problem, sample", (suite,)
        ):
            if problem not in golds:
                unknown += 1
                continue
            responses += 1
            gold, ours = golds[problem], verdict == "accepted"
            verdicts["ours"][problem].append(ours)
            for reading, answer in zip(READINGS, (final(suite, text), text)):
                theirs = answer is not None and judges[suite](gold, answer)
                undecided += theirs is None
                verdicts[reading][problem].append(theirs)
                agreed[reading] += bool(theirs) == ours
                if bool(theirs) != ours:
                    disagreements.append(
                        f"{suite} {problem} {sample}, {reading}: gold {gold!r}, recorded {verdict}, "
                        f"here {'no verdict' if theirs is None else 'accepted' if theirs else 'refused'}: "
                        f"…{text[-SHOWN:]!r}"
                    )
        if responses > 0:
            accuracies = [accuracy(verdicts[reading]) for reading in ("ours", *READINGS)]
            counts = [f"{agreed[reading]}/{responses}" for reading in READINGS]
            rows.append([suite, str(len(verdicts["ours"])), *accuracies, *counts, str(undecided)])

    head = ["suite", "problems", "recorded, %", "final, %", "whole, %", "final agrees", "whole agrees", "no verdict"]
    widths = [max(map(len, column)) for column in zip(head, *rows)]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(f"\n{len(disagreements)} disagreements")
    for line in disagreements:
        print(line)
    if unknown > 0:
        sys.exit(f"{unknown} responses belong to no problem in {given.data}")


main()
