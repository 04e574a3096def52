r"""Records the answers of sympy to instances of the algebra environments, as JSON lines.

Usage, from the repository:
    PYTHONPATH=envs python envs/algebra/goldens/sympy_answers.py \
        > envs/algebra/goldens/sympy.jsonl
"""

from sympy import GF, Matrix, Poly, prod, rem, symbols
from sympy.ntheory import sqrt_mod
from sympy.polys.matrices import DomainMatrix

from goldens import record

LEVELS = (2, 12)
COUNT = 6

x = symbols("x")


def polynomial(coefficients):
    return Poly([int(coefficient) for coefficient in coefficients], x)


def power(rows, exponent, modulus):
    ring = GF(modulus, symmetric=False)
    entries = [[ring(entry) for entry in row] for row in rows]
    found = DomainMatrix(entries, (len(rows), len(rows)), ring) ** exponent
    return [[int(entry) for entry in row] for row in found.to_list()]


def remainder(dividend, divisor):
    found = rem(polynomial(dividend), polynomial(divisor))
    return [str(found.coeff_monomial(x**power)) for power in range(len(divisor) - 2, -1, -1)]


def roots(coefficients):
    found = polynomial(coefficients).ground_roots()
    return [int(root) for root, count in sorted(found.items()) for _ in range(count)]


def solution(equations):
    left = Matrix([equation["coefficients"] for equation in equations])
    right = Matrix([equation["constant"] for equation in equations])
    return [str(value) for value in left.LUsolve(right)]


ANSWERS = {
    "determinant": lambda i: str(Matrix(i["rows"]).det()),
    "linear-system": lambda i: solution(i["equations"]),
    "matrix-power": lambda i: power(i["rows"], i["exponent"], i["modulus"]),
    "modular-square-root": lambda i: int(sqrt_mod(i["square"], i["prime"])),
    "polynomial-product": lambda i: [str(c) for c in prod(map(polynomial, i["factors"])).all_coeffs()],
    "polynomial-remainder": lambda i: remainder(i["dividend"], i["divisor"]),
    "polynomial-roots": lambda i: roots(i["coefficients"]),
}

record(ANSWERS, LEVELS, COUNT)
