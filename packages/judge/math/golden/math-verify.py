"""Records what Math-Verify says of every gold answer of the benchmark files, rewritten by rules.

    pip install math-verify==0.9.0 antlr4-python3-runtime==4.13.2 pyarrow
    python math-verify.py DIR > pairs.json

DIR has the Parquet files. Of them only the golds are kept. Of the cases that the rules make, a plain number and a gold
of BBEH have up to four, other golds twelve. Math-Verify is set up as the reference grader has it: LaTeX
gold, expression or LaTeX prediction, both in a box; its timeouts are long, so that a slow machine changes no verdict.
"""

import json
import sys
import time
from pathlib import Path

import pyarrow.parquet as parquet
from math_verify import ExprExtractionConfig, LatexExtractionConfig, parse, verify
from pairs import bbeh, mathematical, number, options, some

FILES = {
    "think_MATH-500_MATH-500-processed.parquet": ("math500", mathematical),
    "think_aime24_aime24_test.parquet": ("aime24", mathematical),
    "think_amc23_amc23_test.parquet": ("amc23", mathematical),
    "MMLU-Pro-Valid.parquet": ("mmlu-pro", options),
    "bbeh_data.parquet": ("bbeh", bbeh),
}
SECONDS = 60


def unboxed(gold):
    return gold[len(r"\boxed{") : -1] if gold.startswith(r"\boxed{") else gold


def golds(path):
    rows = parquet.read_table(path, columns=["reward_model"]).column("reward_model").to_pylist()
    return sorted({unboxed(row["ground_truth"]) for row in rows})


def accepts(gold, answer):
    try:
        expected = parse(rf"\boxed{{{gold}}}", [LatexExtractionConfig()], parsing_timeout=SECONDS)
        given = parse(
            rf"\boxed{{{answer}}}", [ExprExtractionConfig(), LatexExtractionConfig()], parsing_timeout=SECONDS
        )
        return bool(verify(expected, given, timeout_seconds=SECONDS))
    except Exception as error:
        print(f"{gold} | {answer}: {error!r}", file=sys.stderr)
        return False


def main():
    lines, count, started = [], 0, time.perf_counter()
    for name, (suite, rules) in FILES.items():
        for gold in golds(Path(sys.argv[1]) / name):
            same, near = rules(gold)
            plain = rules is bbeh or (rules is mathematical and number(gold) is not None)
            same, near = some(same, 2 if plain else 7, gold), some(near, 2 if plain else 5, gold)
            seen = set()
            for label, cases in (("same", same), ("different", near)):
                for rule, answer in cases:
                    if answer in seen:
                        continue
                    seen.add(answer)
                    accepted = accepts(gold, answer)
                    lines.append(json.dumps([suite, gold, rule, answer, label, accepted], ensure_ascii=False))
                    count += 1
                    if count % 250 == 0:
                        print(f"{count} in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    print("[\n" + ",\n".join("  " + line for line in lines) + "\n]")
    seconds = time.perf_counter() - started
    print(f"{count} pairs in {seconds:.1f} s: {count / seconds:.1f} a second", file=sys.stderr)


main()
