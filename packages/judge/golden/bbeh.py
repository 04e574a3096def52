"""Records what the script of BBEH's authors says of every gold of the benchmark, rewritten by rules.

    pip install pyarrow
    python bbeh.py evaluate.py bbeh_data.parquet 4 > bbeh.json

`evaluate.py` is bbeh/evaluate.py of google-deepmind/bbeh. An answer is the gold as it is, the gold written otherwise, or a
near miss; each stands in each kind of response. The number is how many pairs of a gold are drawn; all unless given.
"""

import importlib.util
import json
import re
import sys
from fractions import Fraction
from random import Random

import pyarrow.parquet as parquet

RESPONSES = {
    "sentence": "We count them.\nThe answer is: {}",
    "sentence, full stop": "We count them. The answer is {}.",
    "final sentence": "We count them. The final answer is: {}",
    "sentence, then a line": "The answer is: {}\nThis is what was asked.",
    "sentence, then another": "The answer is: {}. This is what was asked.",
    "no capital": "We count them, so the answer is: {}",
    "alone": "{}",
    "box": "We count them, and get $\\boxed{{{}}}$.",
    "box in a sentence": "We count them.\nThe answer is: \\boxed{{{}}}",
    "tag": "We count them.\n<answer>{}</answer>",
    "corrected": "The answer is: none of these\nNo, we count again.\nThe answer is: {}",
}


def number(text):
    try:
        return Fraction(text)
    except ValueError:
        return None


def same(gold):
    """The gold, written otherwise."""
    yield "as it is", gold
    yield "upper case", gold.upper()
    yield "bold", f"**{gold}**"
    yield "double quotes", f'"{gold}"'
    yield "single quotes", f"'{gold}'"
    yield "dollar signs", f"${gold}$"
    yield "text", rf"\text{{{gold}}}"
    yield "question mark", f"{gold}?"
    if not re.fullmatch(r"\(.*\)|\[.*\]", gold):
        yield "parentheses", f"({gold})"
        yield "brackets", f"[{gold}]"
    if re.fullmatch(r"\(.\)", gold):
        yield "without parentheses", gold[1]
    if ", " in gold:
        yield "no space after commas", gold.replace(", ", ",")
        yield "two spaces after commas", gold.replace(", ", ",  ")
    value = number(gold)
    if value is not None:
        yield "decimal", gold + ("0" if "." in gold else ".0")
        if value.denominator == 1:
            yield "whole", str(value)
        if abs(value) >= 1000:
            yield "thousands", f"{int(value):,}" + (gold[gold.index(".") :] if "." in gold else "")


def near(gold):
    """Near misses."""
    yield "nothing", "none of these"
    yield "denied", f"not {gold}"
    yield "guesses", f"{gold} or none"
    if re.fullmatch(r"\(?[A-Za-z]\)?", gold):
        letter = gold.strip("()")
        other = chr((ord(letter.upper()) - 64) % 26 + 65)
        yield "other letter", gold.replace(letter, other)
        yield "other letter", f"({other})"
        yield "two letters", f"{letter}{other}"
        return
    value = number(gold)
    if value is not None:
        yield "other number", str(float(value + 1))
        yield "other number", f"{int(value)}{int(value) % 10}"
        yield "sign", str(float(-value)) if value else "-1"
        yield "percent", f"{gold}%"
        return
    items = gold.strip("[]").split(", ")
    if len(items) > 1:
        wrap = "[{}]" if gold.startswith("[") else "{}"
        for rule, changed in (
            ("reordered", items[::-1]),
            ("item lost", items[:-1]),
            ("item twice", [*items, items[-1]]),
            ("items joined", ["".join(items)]),
        ):
            yield rule, wrap.format(", ".join(changed))
    else:
        yield "cut", gold[:-1]
        yield "letters", gold[::-1]


def pairs(gold):
    for label, answers in (("same", same(gold)), ("different", near(gold))):
        for rule, answer in answers:
            if label == "different" and answer.lower().strip() in (gold.lower(), ""):
                continue
            for form, response in RESPONSES.items():
                yield [gold, form, rule, response.format(answer), label == "same"]


def main():
    spec = importlib.util.spec_from_file_location("authors", sys.argv[1])
    authors = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(authors)
    rows = parquet.read_table(sys.argv[2], columns=["reward_model"]).column("reward_model").to_pylist()
    lines = []
    for gold in sorted({row["ground_truth"] for row in rows}):
        made = list(pairs(gold))
        for pair in Random(gold).sample(made, min(int(sys.argv[3]), len(made))) if len(sys.argv) > 3 else made:
            accepted = authors.evaluate_correctness(pair[3], gold)
            lines.append(json.dumps([*pair, accepted], ensure_ascii=False))
    print("[\n" + ",\n".join("  " + line for line in lines) + "\n]")
    print(f"{len(lines)} pairs", file=sys.stderr)


main()
