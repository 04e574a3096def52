"""Records what z3 finds for instances of the puzzles of this family: the only solution, and that there is no other.

Usage: python unique.py < SAMPLES > unique.jsonl, where SAMPLES are lines of `scaler env sample NAME --json`.
Needs the package z3-solver.
"""

import json
import sys

from z3 import Abs, And, Bool, Distinct, If, Int, Not, Or, PbEq, Solver, Sum, is_true, sat, unsat

NAMES = "Ann Ben Cleo Dan Eve Finn Gus Hal Ida Jon Kim Leo Mia Ned".split()


def only(solver, variables):
    """Values of the variables in the only model."""
    assert solver.check() == sat
    model = solver.model()
    values = [model.eval(variable, model_completion=True) for variable in variables]
    solver.add(Or([variable != value for variable, value in zip(variables, values)]))
    assert solver.check() == unsat, "there is another solution"
    return [is_true(value) if value.sort().name() == "Bool" else value.as_long() for value in values]


def sudoku(instance):
    grid = instance["grid"]
    size, high, wide = len(grid), instance["boxRows"], instance["boxColumns"]
    cell = [[Int(f"c{y}_{x}") for x in range(size)] for y in range(size)]
    solver = Solver()
    for y in range(size):
        solver.add(Distinct(cell[y]), Distinct([row[y] for row in cell]))
        for x in range(size):
            solver.add(1 <= cell[y][x], cell[y][x] <= size)
            if grid[y][x]:
                solver.add(cell[y][x] == grid[y][x])
    for top in range(0, size, high):
        for left in range(0, size, wide):
            solver.add(Distinct([cell[top + y][left + x] for y in range(high) for x in range(wide)]))
    values = only(solver, sum(cell, []))
    return values[instance["row"] * size :][:size]


def binary_puzzle(instance):
    grid = instance["grid"]
    size = len(grid)
    one = [[Bool(f"c{y}_{x}") for x in range(size)] for y in range(size)]
    solver = Solver()
    for line in one + [list(column) for column in zip(*one)]:
        solver.add(PbEq([(cell, 1) for cell in line], size // 2))
        for at in range(size - 2):
            solver.add(Or(line[at : at + 3]), Not(And(line[at : at + 3])))
    for y in range(size):
        for x in range(size):
            if grid[y][x] != ".":
                solver.add(one[y][x] == (grid[y][x] == "1"))
    values = only(solver, sum(one, []))
    return "".join("01"[value] for value in values[instance["row"] * size :][:size])


def knights_and_knaves(instance):
    knight = [Bool(name) for name in NAMES[: instance["people"]]]
    solver = Solver()
    for said in instance["said"]:
        a, b = (knight[person] for person in said["about"])
        claim = {
            "knight": a,
            "knave": Not(a),
            "same": a == b,
            "different": a != b,
            "both": And(a, b),
            "either": Or(a, b),
        }[said["claim"]]
        solver.add(knight[said["speaker"]] == claim)
    return [name for name, value in zip(NAMES, only(solver, knight)) if value]


def order_deduction(instance):
    place = [Int(name) for name in NAMES[: instance["people"]]]
    solver = Solver()
    solver.add(Distinct(place), *[And(1 <= one, one <= len(place)) for one in place])
    for clue in instance["clues"]:
        a, b, number = place[clue["a"]], place[clue["b"]], clue["number"]
        solver.add(
            {
                "before": a < b,
                "directly": a + 1 == b,
                "beside": Abs(a - b) == 1,
                "between": Abs(a - b) == number + 1,
                "not": a != number,
            }[clue["kind"]]
        )
    values = only(solver, place)
    return [NAMES[values.index(at + 1)] for at in range(len(values))]


def zebra_puzzle(instance):
    items = [
        NAMES[:5],
        ["red", "green", "blue", "white", "yellow"],
        ["cat", "dog", "horse", "parrot", "zebra"],
        ["tea", "coffee", "milk", "juice", "water"],
        ["flute", "piano", "violin", "trumpet", "guitar"],
    ]
    size = instance["size"]
    house = [[Int(items[kind][item]) for item in range(size)] for kind in range(instance["kindCount"])]
    solver = Solver()
    for kind in house:
        solver.add(Distinct(kind), *[And(0 <= one, one < size) for one in kind])
    for clue in instance["clues"]:
        a, b = (house[kind][item] for kind, item in (clue["a"], clue["b"]))
        solver.add(
            {
                "same": a == b,
                "different": a != b,
                "left": a + 1 == b,
                "beside": Abs(a - b) == 1,
                "at": a == clue["house"],
            }[clue["relation"]]
        )
    asked = instance["asked"]
    values = only(solver, sum(house, []))[asked * size :][:size]
    return [items[asked][values.index(at)] for at in range(size)]


def minesweeper(instance):
    grid = instance["grid"]
    mine = {letter: Bool(letter) for letter in "".join(grid) if letter.isalpha()}
    solver = Solver()
    solver.add(PbEq([(cell, 1) for cell in mine.values()], instance["mines"]))
    for y, row in enumerate(grid):
        for x, cell in enumerate(row):
            if cell.isdigit():
                near = "".join(line[max(0, x - 1) : x + 2] for line in grid[max(0, y - 1) : y + 2])
                solver.add(Sum([If(mine[one], 1, 0) for one in near if one.isalpha()]) == int(cell))
    letters = sorted(mine)
    values = only(solver, [mine[letter] for letter in letters])
    return "".join(letter for letter, value in zip(letters, values) if value)


def cryptarithm(instance):
    words = instance["terms"] + [instance["total"]]
    digit = {letter: Int(letter) for letter in sorted(set("".join(words)))}
    value = [Sum([digit[letter] * 10**at for at, letter in enumerate(reversed(word))]) for word in words]
    solver = Solver()
    solver.add(Distinct(list(digit.values())), Sum(value[:-1]) == value[-1])
    solver.add(*[And(0 <= one, one <= 9) for one in digit.values()], *[digit[word[0]] > 0 for word in words])
    solver.add(*[digit[letter] == known for letter, known in instance["given"].items()])
    values = dict(zip(digit, only(solver, list(digit.values()))))
    return int("".join(str(values[letter]) for letter in instance["total"]))


def satisfying_count(instance):
    letters = [Bool(f"x{at}") for at in range(instance["letters"])]
    literal = lambda number: letters[number - 1] if number > 0 else Not(letters[-number - 1])
    solver = Solver()
    solver.add(Or([And([literal(number) for number in term]) for term in instance["terms"]]))
    count = 0
    while solver.check() == sat:
        model = solver.model()
        solver.add(Or([one != model.eval(one, model_completion=True) for one in letters]))
        count += 1
    return count


SOLVERS = {
    "binary-puzzle": binary_puzzle,
    "cryptarithm": cryptarithm,
    "knights-and-knaves": knights_and_knaves,
    "minesweeper": minesweeper,
    "order-deduction": order_deduction,
    "satisfying-count": satisfying_count,
    "sudoku": sudoku,
    "zebra-puzzle": zebra_puzzle,
}


for line in sys.stdin:
    sample = json.loads(line)
    name, instance = sample["environment"], sample["instance"]
    print(json.dumps({"environment": name, "instance": instance, "answer": SOLVERS[name](instance)}))
