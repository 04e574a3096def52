"""Documented ways to rewrite a gold answer: into the same answer, and into near misses.

Each rule yields (name, answer). What a rule makes of a gold is known by construction, with fractions.Fraction where
numbers change; no judge has a say in it.
"""

import re
from fractions import Fraction

NUMBER = re.compile(r"-?(?:\d{1,3}(?:,(?:\\!)? ?\d{3})+|\d*\.\d+|\d+(?:\.\d+)?)")
FRACTION = re.compile(r"(-?)\\d?frac *(?:\{(\d+)\}|(\d)) *(?:\{(\d+)\}|(\d))")
MIXED = re.compile(r"(\d+) ?\\frac\{(\d+)\}\{(\d+)\}")
UNIT = re.compile(r"\^\\circ|\\(?:text|mbox)\{ ?(?:cm|cents|degrees|inches)\}(?:\^2)?")


def number(text):
    """The value of a plain number, fraction or mixed number, else None."""
    if NUMBER.fullmatch(text):
        return Fraction(re.sub(r"[,! \\]", "", text))
    if mixed := MIXED.fullmatch(text):
        whole, above, below = map(int, mixed.groups())
        return whole + Fraction(above, below)
    if fraction := FRACTION.fullmatch(text):
        sign, *parts = fraction.groups()
        above, below = (int(part) for part in parts if part)
        return Fraction(above, below) * (-1 if sign else 1)
    return None


def terminating(value):
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal(value, places=None):
    if places is None:
        places = next(n for n in range(60) if (value * 10**n).denominator == 1)
    scaled = int(abs(value) * 10**places)
    digits = f"{scaled:0{places + 1}d}"
    body = digits[:-places] + "." + digits[-places:] if places else digits
    return ("-" if value < 0 else "") + body


def frac(value, times=1, command="frac"):
    sign = "-" if value < 0 else ""
    return rf"{sign}\{command}{{{abs(value.numerator) * times}}}{{{value.denominator * times}}}"


def same_numbers(value):
    sign, size = ("-" if value < 0 else ""), abs(value)
    if value.denominator == 1:
        n = value.numerator
        yield "decimal", f"{n}.0"
        yield "fraction", rf"\frac{{{2 * n}}}{{2}}"
        yield "fraction", f"{3 * n}/3"
        yield "expression", f"{n - 1}+1"
        yield "expression", rf"\frac{{{n * 2}}}{{5}} \cdot \frac52"
        if n >= 0:
            yield "plus sign", f"+{n}"
            yield "expression", rf"\sqrt{{{n * n}}}"
        if size >= 1000:
            for comma in (",", "{,}", r"\,", r",\!"):
                yield "thousands", sign + f"{abs(n):,}".replace(",", comma)
    else:
        for command in ("frac", "dfrac", "tfrac"):
            yield "LaTeX variant", frac(value, command=command)
        yield "slash", f"{value.numerator}/{value.denominator}"
        yield "larger terms", frac(value, times=3)
        yield "expression", rf"{frac(value - 1)} + 1"
        yield "expression", rf"{value.numerator} \cdot \frac{{1}}{{{value.denominator}}}"
        if value < 0:
            yield "sign above", rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
        if terminating(value):
            yield "decimal", decimal(value)
            yield "decimal", decimal(value) + "0"
            yield "percent", decimal(value * 100) + r"\%"
        if size > 1:
            whole = size.numerator // size.denominator
            yield "mixed number", f"{sign}{whole}{frac(size - whole)}"


def near_numbers(value):
    for other in {value + 1, value - 1, -value, value * 10, value / 10} - {value}:
        yield "other number", f"{other}" if terminating(other) is False else decimal(other)
    if value.denominator != 1:
        yield "reciprocal", frac(1 / value) if value.numerator != 1 else str(value.denominator)
        yield "other numerator", frac(Fraction(value.numerator + value.denominator, value.denominator))
        if not terminating(value):
            yield "rounded", decimal(value, 4)
            yield "rounded", decimal(value, 9)
    text = str(value)
    yield "guesses", f"{text}, {value + 1}"
    yield "guesses", rf"{text} \text{{ or }} {value + 2}"
    yield "scale", rf"{text} \text{{ million}}"
    yield "side by side", f"{text} {text}"
    if value.denominator == 1 and len(text.lstrip("-")) > 1 and text[::-1] != text and value > 0:
        yield "digits swapped", text[:-2] + text[-1] + text[-2] if text[-1] != text[-2] else str(value + 9)


def terms(text):
    """The signed terms of a sum without brackets, fractions or roots of sums."""
    if re.search(r"[(){}\\=,]", re.sub(r"\\sqrt\{\d+\}|\\pi", "", text)):
        return None
    found = re.findall(r"([+-]?) ?([^+\- ]+(?: [^+\- ]+)*)", text.strip())
    return [(sign or "+", body) for sign, body in found]


def joined(parts):
    text = " ".join(f"{sign} {body}" for sign, body in parts)
    return text[2:] if text.startswith("+") else text.replace("- ", "-", 1)


def same_sums(parts):
    yield "reordered sum", joined(parts[::-1])
    yield "spacing", joined(parts).replace(" ", "")


def near_sums(parts):
    turned = "-" if parts[-1][0] == "+" else "+"
    yield "one sign", joined([*parts[:-1], (turned, parts[-1][1])])
    yield "term lost", joined(parts[:-1])
    yield "term added", joined([*parts, ("+", "1")])


def split_items(inside):
    """Items between commas that stand outside of braces."""
    items, depth, start = [], 0, 0
    for at, char in enumerate(inside):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == "," and depth == 0:
            items.append(inside[start:at])
            start = at + 1
    return [item.strip() for item in [*items, inside[start:]]]
