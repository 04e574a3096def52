"""Records what Math-Verify says of numbers, as JSON on standard output.

    pip install math-verify==0.9.0 antlr4-python3-runtime==4.13.2
    python math-verify.py > math-verify.json

Only cases where Math-Verify agrees with exact arithmetic (fractions.Fraction) are kept; the rest are counted on
standard error.
"""

import json
import sys
from fractions import Fraction

from math_verify import parse, verify

INTEGERS = [0, 1, -1, 7, -12, 100, 1000, -4096, 12345, 1000000, 9007199254740993, 10**24 + 1]
FRACTIONS = [Fraction(1, 2), Fraction(-1, 2), Fraction(3, 4), Fraction(22, 7), Fraction(-5, 3), Fraction(1, 8)]


def spellings(value):
    """Ways to write a number, each with the number that it is."""
    top, bottom = value.numerator, value.denominator
    minus, size = ("-" if top < 0 else ""), abs(top)
    if bottom == 1:
        yield f"{top}"
        yield f"{top}.0"
        yield f"{minus}{size:,}"
        yield f"{minus}{size:,}".replace(",", "{,}")
        yield f"{minus}{size:,}".replace(",", r"\,")
        yield f"${top}$"
        yield rf"\text{{{top}}}"
        if top >= 0:
            yield f"+{top}"
    else:
        yield f"{top}/{bottom}"
        yield rf"{minus}\frac{{{size}}}{{{bottom}}}"
        yield rf"\frac{{{top}}}{{{bottom}}}"
        yield rf"{minus}\dfrac{{{size}}}{{{bottom}}}"
        yield rf"{minus}\tfrac{{{size}}}{{{bottom}}}"
        yield rf"\frac{{{2 * top}}}{{{2 * bottom}}}"
        if size < 10:
            yield rf"{minus}\frac{size}{bottom}"
        if bottom in (2, 4, 8):
            yield f"{float(value)}"


def main():
    values = [Fraction(value) for value in INTEGERS] + FRACTIONS
    cases, wrong = [], 0
    for gold in values:
        for other in [gold, gold + 1, -gold, *values[:3]]:
            for spelling in spellings(other):
                response = rf"\boxed{{{spelling}}}"
                accepted = verify(parse(rf"\boxed{{{gold}}}"), parse(response))
                if accepted == (gold == other):
                    cases.append([str(gold), response, accepted])
                else:
                    wrong += 1
    cases = [list(case) for case in sorted({tuple(case) for case in cases})]
    print("[\n" + ",\n".join("  " + json.dumps(case) for case in cases) + "\n]")
    print(f"{len(cases)} cases kept, {wrong} in which Math-Verify is wrong", file=sys.stderr)


main()
