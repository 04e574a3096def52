r"""Records the answers of sympy to instances of the arithmetic environments, as JSON lines.

Usage, from the repository:
    PYTHONPATH=envs python envs/arithmetic/goldens/sympy_answers.py \
        > envs/arithmetic/goldens/sympy.jsonl
"""

from sympy import Rational, divisor_count, factorint, symbols
from sympy.ntheory.modular import solve_congruence
from sympy.solvers.diophantine.diophantine import diop_linear, sum_of_squares

from goldens import record

LEVELS = (2, 12)
COUNT = 6


def remainder_of_congruences(congruences):
    number, _ = solve_congruence(*((one["remainder"], one["modulus"]) for one in congruences))
    return str(number)


def integers(coefficients, constant):
    unknowns = symbols(f"x1:{len(coefficients) + 1}", integer=True)
    left = sum(int(coefficient) * unknown for coefficient, unknown in zip(coefficients, unknowns))
    values = diop_linear(left - constant)
    return [str(value.subs({symbol: 0 for symbol in value.free_symbols})) for value in values]


def prime_factors(number):
    return [prime for prime, exponent in sorted(factorint(number).items()) for _ in range(exponent)]


ANSWERS = {
    "chinese-remainder": lambda i: remainder_of_congruences(i["congruences"]),
    "divisor-count": lambda i: int(divisor_count(i["number"])),
    "fraction-sum": lambda i: str(sum(Rational(one["numerator"], one["denominator"]) for one in i["terms"])),
    "linear-diophantine": lambda i: integers(i["coefficients"], i["constant"]),
    "prime-factorization": lambda i: prime_factors(i["number"]),
    "two-squares": lambda i: list(next(sum_of_squares(i["number"], 2, zeros=True))),
}

record(ANSWERS, LEVELS, COUNT)
