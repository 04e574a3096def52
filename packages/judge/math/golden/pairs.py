"""Pairs of a gold answer and an answer, and whether they are the same: every gold of a benchmark's files by the rules."""

import re
from fractions import Fraction
from random import Random

from rules import FRACTION, UNIT, frac, near_numbers, near_sums, number, same_numbers, same_sums, split_items, terms

BRACKETS = re.compile(r"(?:\\left)? ?([(\[]) ?(.*?) ?(?:\\right)? ?([)\]])")


def same_general(gold):
    yield "as it is", gold
    yield "dollar signs", f"${gold}$"
    yield "full stop", f"{gold}."
    yield "spacing", rf"\ {gold}\,"
    yield "group", "{" + gold + "}"
    if r"\frac" in gold:
        yield "LaTeX variant", gold.replace(r"\frac", r"\dfrac")
    if "sqrt{" in gold:
        yield "spacing", gold.replace(r"\sqrt{", r"\sqrt {")


def numbers(gold):
    value = number(gold)
    same = [*same_numbers(value), ("named", f"x = {gold}"), ("styled", rf"\mathbf{{{gold}}}")]
    if value.denominator == 1:
        same.append(("unit", rf"{gold} \text{{ units}}"))
        same.append(("set of one", rf"\{{{value}\}}"))
    near = [("named", f"x = {value + 1}"), ("term added", f"{value}+x"), ("word", r"\text{none}")]
    return same, [*near_numbers(value), *near]


def measured(gold):
    body, unit = re.sub(UNIT, "", gold).strip(), UNIT.search(gold).group()
    value = number(body)
    same = [("unit left out", body), ("spacing", f"{body} {unit}")]
    same += [(rule, answer) for rule, answer in same_numbers(value) if rule in ("fraction", "decimal", "slash")]
    if "circ" in unit or "degrees" in unit:
        same += [("unit", rf"{body} \text{{ degrees}}"), ("unit", rf"{body}^{{\circ}}"), ("unit", f"{body}°")]
        near = [("unit", rf"{body} \text{{ radians}}"), ("unit", frac(value / 180) + r"\pi")]
    elif "^2" in unit:
        word = "centimeters" if "cm" in unit else "inches"
        same += [("unit", rf"{body} \text{{ square {word}}}")]
        near = [("unit", rf"{body} \text{{ {word}}}"), ("unit", rf"{body} \text{{ square feet}}")]
    else:
        same += [("unit", f"{body} cents")]
        near = [("unit", rf"{body} \text{{ dollars}}"), ("unit", rf"\${body}")]
    return same, near + [case for case in near_numbers(value) if case[0] == "other number"]


def currency(gold):
    body = gold.replace(r"\$", "")
    same, near = numbers(body)
    same = [case for case in same if case[0] in ("decimal", "thousands")]
    return [
        *same, ("unit left out", body), ("unit", rf"{body} \text{{ dollars}}"), ("unit", f"{body} dollars")
    ], [("unit", rf"{body} \text{{ cents}}"), *(case for case in near if case[0] == "other number")]


def roots(gold):
    a, b = (int(part or 1) for part in re.fullmatch(r"(\d*) ?\\sqrt\{?(\d+)\}?", gold).groups())
    same = [("expression", rf"\sqrt{{{a * a * b}}}"), ("reordered", rf"\sqrt{{{b}}} \cdot {a}")]
    same += [("power", rf"{a} \cdot {b}^{{1/2}}"), ("expression", rf"\frac{{{a * b}}}{{\sqrt{{{b}}}}}")]
    same += [("plain text", f"{a}sqrt({b})"), ("named", f"x = {gold}")]
    near = [("radicand", rf"{a}\sqrt{{{b + 1}}}"), ("coefficient", rf"{a + 1}\sqrt{{{b}}}"), ("root lost", f"{a * b}")]
    near += [("sign", f"-{gold}"), ("rounded", f"{a * b**0.5:.4f}"), ("rounded", f"{a * b**0.5:.10f}")]
    return same, [*near, ("guesses", rf"\pm {gold}"), ("cube root", rf"{a}\sqrt[3]{{{b}}}")]


def circles(gold):
    a = int(re.fullmatch(r"(\d*) ?\\pi", gold).group(1) or 1)
    same = [("reordered", rf"\pi \cdot {a}"), ("expression", rf"\frac{{{2 * a}\pi}}{{2}}")]
    same += [("plain text", f"{a}pi"), ("symbol", f"{a}π"), ("named", f"A = {gold}"), ("expression", rf"{a + 1}\pi - \pi")]
    near = [("rounded", f"{a * 3.141592653589793:.2f}"), ("rounded", f"{a * 3.141592653589793:.12f}"), ("lost", f"{a}")]
    return same, [*near, ("coefficient", rf"{a + 1}\pi"), ("power", rf"{a}\pi^2"), ("sign", f"-{gold}")]


def sums(gold):
    parts = terms(gold)
    same = [*same_sums(parts), ("expression", rf"\frac{{2({gold})}}{{2}}"), ("expression", f"({gold}) + 3 - 3")]
    near = [*near_sums(parts), ("sign", f"-({gold})"), ("factor", f"2({gold})"), ("guesses", f"{gold}, 0")]
    letters = re.findall(r"[a-z]", re.sub(r"\\[a-z]+", "", gold))
    if letters and letters[0] != "i":
        near.append(("other variable", re.sub(rf"(?<![a-z\\]){letters[0]}", "t", gold)))
    return same, near


def bracketed(gold):
    left, inside, right = BRACKETS.fullmatch(gold).groups()
    items = split_items(inside)
    text = ", ".join(items)
    same = [("spacing", left + ",".join(items) + right), ("LaTeX variant", rf"\left{left} {text} \right{right}")]
    other = {"(": "[", "[": "(", ")": "]", "]": ")"}
    near = [("bracket", other[left] + text + right), ("bracket", left + text + other[right])] if len(items) == 2 else []
    near += [("reordered", left + ", ".join(items[::-1]) + right), ("item lost", left + ", ".join(items[:-1]) + right)]
    changed = [item if "infty" in item else item + "+1" for item in items]
    near += [("item changed", left + ", ".join(changed) + right), ("brackets lost", text)]
    if right == "]" or left == "[" or "infty" in gold:
        low, high = (" \\le " if mark in "[]" else " < " for mark in (left, right))
        start, end = (item if "infty" in item else None for item in items)
        chain = ("" if start else items[0] + low) + "x" + ("" if end else high + items[1])
        same += [("inequality", chain), ("element", rf"x \in {gold}")]
    else:
        same += [("named", f"P = {gold}")]
    return same, near


def unions(gold):
    parts = [part.strip() for part in gold.split(r"\cup")]
    same = [("reordered", r" \cup ".join(parts[::-1])), ("element", rf"x \in {gold}"), ("symbol", "∪".join(parts))]
    near = [("part lost", parts[0]), ("bracket", gold.replace("(", "[", 1)), ("bracket", gold[:-1] + "]")]
    return same, [*near, ("intersection", gold.replace("cup", "cap"))]


def several(gold):
    items = split_items(re.sub(r"^\\\{|\\\}$", "", gold))
    text = ", ".join(items[::-1])
    same = [("reordered", text), ("braces", rf"\{{{text}\}}"), ("words", r" \text{ and } ".join(items))]
    same += [("words", r" \text{ or } ".join(f"x = {item}" for item in items)), ("spacing", ",".join(items))]
    near = [("item lost", ", ".join(items[:-1])), ("item added", ", ".join([*items, "99"])), ("tuple", f"({text})")]
    return same, [*near, ("item changed", ", ".join([*items[:-1], items[-1] + "1"])), ("sum", "+".join(items))]


def twofold(gold):
    middle, rest = (part.strip() for part in gold.split(r"\pm"))
    plus, minus = f"{middle} + {rest}", f"{middle} - {rest}"
    same = [("written out", f"{plus}, {minus}"), ("reordered", rf"{minus} \text{{ and }} {plus}")]
    same += [("braces", rf"\{{{minus}, {plus}\}}"), ("named", f"x = {gold}"), ("symbol", f"{middle} ± {rest}")]
    return same, [("item lost", plus), ("item lost", minus), ("sign", f"-{gold}"), ("other", rf"{rest} \pm {middle}")]


def equations(gold):
    left, right = (side.strip() for side in gold.split("="))
    same = [("sides swapped", f"{right} = {left}"), ("spacing", f"{left}={right}")]
    near = [("other side", f"{left} = {right} + 1"), ("sign", f"{left} = -({right}) - 5")]
    if left in ("x", "y"):
        same.append(("name left out", right))
        near += [("other name", f"z = {right}"), ("name alone", left)]
    if right == "0" or left == "y":
        same += [("multiplied", f"2({left}) = 2({right})"), ("moved", f"{left} - ({right}) = 0")]
    return same, near


def matrices(gold):
    body = re.fullmatch(r"\\begin\{pmatrix\} (.*) \\end\{pmatrix\}", gold).group(1)
    rows = [row.strip() for row in body.split(r"\\")]
    write = lambda rows, form="pmatrix": rf"\begin{{{form}}} " + r" \\ ".join(rows) + rf" \end{{{form}}}"
    same = [("brackets", write(rows, "bmatrix")), ("spacing", write(rows).replace(" ", ""))]
    if "/" in gold:
        same.append(("LaTeX variant", re.sub(r"(-?)(\d+)/(\d+)", r"\1\\frac{\2}{\3}", gold)))
    near = [("reordered", write(rows[::-1])), ("row lost", write(rows[:-1]))] if rows != rows[::-1] else []
    near += [("row", write([" & ".join(rows)])), ("entry", write([*rows[:-1], rows[-1] + "+1"]))]
    return same, near


def based(gold):
    digits, base = re.fullmatch(r"(\d+)_\{?(\d)\}?", gold).groups()
    same = [("base left out", digits), ("LaTeX variant", f"{digits}_{{{base}}}"), ("LaTeX variant", f"{digits}_{base}")]
    near = [("other base", f"{digits}_{{{int(base) + 1}}}"), ("value", str(int(digits, int(base))))]
    return same, [*near, ("digits", f"{digits}0_{{{base}}}"), ("digits", f"1{digits}_{{{base}}}")]


def texts(gold):
    word = re.fullmatch(r"\\text\{(.*)\}", gold).group(1)
    if word.startswith("("):
        letter = word[1]
        same, near = options(letter)
        return [*same, ("styled", rf"\textbf{{({letter})}}")], near
    same = [("plain text", word), ("case", word.lower()), ("case", word.upper()), ("styled", rf"\mathrm{{{word}}}")]
    near = [("letters", word[::-1]), ("letters", word[1:]), ("word", r"\text{none}"), ("letters", "".join(sorted(word)))]
    return same, [*near, ("words", rf"\text{{not {word}}}"), ("guesses", rf"\text{{{word} or none}}")]


def options(letter):
    other = "ABCDEFGHIJA"["ABCDEFGHIJ".index(letter) + 1]
    same = [("brackets", f"({letter})"), ("full stop", f"{letter}."), ("styled", rf"\text{{{letter}}}")]
    same += [("styled", rf"\textbf{{({letter})}}"), ("bracket", f"{letter})"), ("explained", rf"\text{{({letter}) 42}}")]
    return same, [("other", other), ("other", f"({other})"), ("guesses", f"{letter}, {other}"), ("both", letter + other)]


def others(gold):
    same = {
        r"(a+5)(b+2)": [r"(b+2)(a+5)", r"ab+2a+5b+10"],
        r"3R^2": [r"3 \cdot R^2", r"3R \cdot R"],
        r"5r^5": [r"5 \cdot r^5", r"5r^{5}"],
        r"2k": [r"2 \cdot k", r"k+k"],
        r"\cot x": [r"\frac{\cos x}{\sin x}", r"\frac{1}{\tan x}", r"\cot(x)"],
        r"\frac{11+9a}{20}": [r"\frac{9a+11}{20}", r"\frac{11}{20}+\frac{9a}{20}", r"(11+9a)/20"],
        r"\frac{20000}{\pi}": [r"20000/\pi", r"20000 \cdot \pi^{-1}"],
        r"-\frac{\pi}{6}": [r"-\pi/6", r"\frac{-\pi}{6}", r"-\frac16\pi"],
        r"\frac{3\sqrt{3}}{4}": [r"\frac34\sqrt3", r"0.75\sqrt{3}", r"\frac{9}{4\sqrt{3}}"],
        r"\frac{\sqrt{21}}{5}": [r"\sqrt{21}/5", r"\sqrt{\frac{21}{25}}", r"0.2\sqrt{21}"],
        r"\frac{\sqrt{3}}{3}": [r"\frac{1}{\sqrt{3}}", r"\sqrt{\frac13}", r"3^{-1/2}"],
        r"-\sqrt{3}": [r"-3^{1/2}", r"-\frac{3}{\sqrt{3}}", r"0-\sqrt3"],
        r"\emptyset": [],
    }.get(gold)
    if same is None:
        raise ValueError(f"no rule for {gold}")
    near = [("sign", f"-({gold})"), ("term added", f"({gold}) + 1"), ("factor", rf"2 \cdot ({gold})"), ("number", "7")]
    return [("expression", answer) for answer in same], near


KINDS = [
    (lambda gold: number(gold) is not None, numbers),
    (lambda gold: gold.startswith(r"\text{") and not UNIT.search(gold), texts),
    (lambda gold: UNIT.search(gold) and number(UNIT.sub("", gold).strip()) is not None, measured),
    (lambda gold: gold.startswith(r"\$"), currency),
    (lambda gold: r"\cup" in gold, unions),
    (lambda gold: "pmatrix" in gold, matrices),
    (lambda gold: gold.startswith(r"x \in "), lambda gold: bracketed(gold[6:])),
    (lambda gold: re.fullmatch(r"\d+_\{?\d\}?", gold), based),
    (lambda gold: "=" in gold, equations),
    (lambda gold: gold.startswith(r"\{") or re.fullmatch(r"-?\d+(?:, ?-?\d+)+", gold), several),
    (lambda gold: r"\pm" in gold, twofold),
    (lambda gold: BRACKETS.fullmatch(gold) and "," in gold, bracketed),
    (lambda gold: re.fullmatch(r"\d* ?\\sqrt(?:\{\d+\}|\d)", gold), roots),
    (lambda gold: re.fullmatch(r"\d* ?\\pi", gold), circles),
    (lambda gold: len(terms(gold) or []) > 1, sums),
    (lambda gold: True, others),
]


def mathematical(gold):
    same, near = next(rule for fits, rule in KINDS if fits(gold))(gold)
    return [*same_general(gold), *same], near


def some(cases, count, gold):
    """At most `count` cases, drawn by the gold: every rule meets many golds."""
    return Random(gold).sample(cases, min(count, len(cases)))


def bbeh(gold):
    same = [("as it is", gold), ("case", gold.upper()), ("quotes", f'"{gold}"'), ("styled", rf"\text{{{gold}}}")]
    near = [("other", "none of these"), ("cut", gold[:-1])]
    near += [("letters", gold[::-1])] if gold.replace(" ", "") != gold[::-1].replace(" ", "") else []
    if re.fullmatch(r"\([A-J]\)|[A-J]", gold):
        letter = gold.strip("()")
        same += [("brackets", f"({letter})"), ("plain text", letter)]
        return same, [("other", "Z"), ("other", "(Z)"), ("both", letter + "Z"), ("guesses", f"{letter} or Z")]
    try:
        value = Fraction(gold)
        same += [("decimal", f"{float(value)}"), ("decimal", gold + ("0" if "." in gold else ".00"))]
        return same, [("other number", str(float(value + 1))), ("sign", str(float(-value - 1))), ("cut", gold + "1")]
    except ValueError:
        pass
    if not gold.startswith("["):
        same += [("enclosed", f"[{gold}]"), ("question mark", gold + "?")]
    if "," in gold:
        items = gold.strip("[]").split(", ")
        same += [("spacing", gold.replace(", ", ",")), ("enclosed", f"[{gold.strip('[]')}]")]
        near += [("item lost", ", ".join(items[:-1]))]
        near += [("reordered", ", ".join(items[::-1]))] if items != items[::-1] else []
    return same, [case for case in near if case[1].lower() not in ("", "[", gold.lower()) and case[1] != gold]
