"""Instances of reasoning-gym as instances of ours, each with the answer that it has for right.

Each function is named as the data set and takes an item of it: it gives the instance and the answer as text, or None
where ours do not ask for that.
"""
import ast
import re
from importlib.metadata import version

import sympy
from peer import serve
from reasoning_gym_data import create


def base_conversion(item, _):
    meta = item["metadata"]
    numeral = meta["source_repr"].upper()
    return {"from": meta["source_base"], "numeral": numeral, "to": meta["target_base"]}, item["answer"]


def expression(node):
    """Their expression as a tree; None where it has negative numbers, which ours do not."""
    if isinstance(node, ast.Constant):
        return node.value
    if not isinstance(node, ast.BinOp):
        return None
    left, right = expression(node.left), expression(node.right)
    operator = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}[type(node.op)]
    return None if left is None or right is None else {"operator": operator, "left": left, "right": right}


def basic_arithmetic(item, _):
    tree = expression(ast.parse(item["metadata"]["expression"].strip(), mode="eval").body)
    return None if tree is None else ({"expression": tree}, item["answer"])


def caesar_cipher(item, _):
    """They ask for the plain text, ours for the cipher."""
    meta = item["metadata"]
    word, cipher = (meta[text].lower().replace(" ", "") for text in ("clear_text", "cipher_text"))
    return {"word": word, "shift": meta["rotation"]}, cipher


def chain_sum(item, _):
    terms = [int(term) for term in re.sub(r"([+-]) ", r"\1", item["metadata"]["expression"]).split()]
    return {"terms": terms}, item["answer"]


def countdown(item, _):
    meta = item["metadata"]
    return {"numbers": meta["numbers"], "target": meta["target"]}, item["answer"]


def cryptarithm(item, _):
    """They ask for a digit of each letter, ours for the number that the sum stands for."""
    meta = item["metadata"]
    instance = {"terms": meta["words_letters"], "total": meta["result_letters"], "given": {}}
    return instance, str(meta["sum_number"])


def gcd(item, _):
    return {"numbers": item["metadata"]["numbers"]}, item["answer"]


def letter_counting(item, _):
    """They count small and capital letters, ours small ones."""
    meta = item["metadata"]
    return {"letter": meta["target_letter"], "text": "".join(meta["span"]).lower()}, item["answer"]


def maze(item, _):
    meta = item["metadata"]
    names = {meta["start"]: "S", meta["goal"]: "E", meta["wall"]: "#", meta["path"]: "."}
    return {"rows": ["".join(names[cell] for cell in row) for row in meta["grid"]]}, item["answer"]


def sudoku(item, _):
    """They ask for the whole grid, ours for one row."""
    meta = item["metadata"]
    grid, solution = meta["puzzle"], meta["solution"]
    size, row = {4: 2, 9: 3}[len(grid)], meta["source_index"] % len(grid)
    return {"boxRows": size, "boxColumns": size, "grid": grid, "row": row}, listed(solution[row])


def n_queens(item, _):
    def columns(board):
        return [row.index("Q") + 1 if "Q" in row else 0 for row in board]

    solution = [row.split() for row in item["answer"].split("\n")]
    return {"columns": columns(item["metadata"]["puzzle"])}, listed(columns(solution))


def number_sorting(item, _):
    """Of ours in ascending order alone."""
    meta = item["metadata"]
    if meta["direction"] != "ascending":
        return None
    values, answer = ([int(float(number)) for number in meta[key]] for key in ("original_numbers", "sorted_numbers"))
    return {"values": values}, listed(answer)


def polynomial_multiplication(item, _):
    """A number before a power of x is one factor with it."""
    (name,) = item["metadata"]["variables"]
    x = sympy.Symbol(name)
    parts = sympy.sympify(item["metadata"]["polynomial_expr"], evaluate=False)
    sums, others = [], sympy.Integer(1)
    for part in sympy.Mul.make_args(parts):
        if part.is_Add:
            sums.append(part)
        else:
            others *= part
    factors = [*sums, *([] if others == 1 else [others])]
    coefficients = [[int(each) for each in sympy.Poly(factor, x).all_coeffs()] for factor in factors]
    answer = sympy.Poly(sympy.sympify(item["answer"]), x).all_coeffs()
    return {"factors": coefficients}, listed(answer)


def prime_factorization(item, _):
    return {"number": item["metadata"]["number"]}, item["answer"].replace(" ×", ",")


def products(item, _):
    return {"factors": [int(factor) for factor in item["metadata"]["expression"].split("*")]}, item["answer"]


def simple_equations(item, _):
    meta = item["metadata"]

    def side(text):
        terms = []
        for term in sympy.Add.make_args(sympy.sympify(text)):
            coefficient, power = term.as_coeff_mul()
            terms.append({"coefficient": int(coefficient), "power": len(power)})
        return terms

    left, right = meta["equation"].split("=")
    return {"left": side(left), "right": side(right)}, item["answer"]


def spell_backward(item, _):
    return {"word": item["metadata"]["word"]}, item["answer"]


def spiral_matrix(item, _):
    return {"grid": item["metadata"]["matrix"]}, listed(item["metadata"]["solution"])


def word_ladder(item, dataset):
    """All words that they know, of which a ladder may be made."""
    meta = item["metadata"]
    words = sorted(word.lower() for word in dataset.word_sets[meta["word_length"]])
    start, end = meta["start_word"].lower(), meta["end_word"].lower()
    return {"words": words, "start": start, "end": end}, listed(item["answer"].lower().split(","))


def word_sorting(item, _):
    """Of ours in ascending order alone."""
    meta = item["metadata"]
    if meta["direction"] != "ascending":
        return None
    return {"words": meta["transformed_words"], "first": ""}, item["answer"]


def listed(values):
    return ", ".join(str(value) for value in values)


FORMS = {
    form.__name__: form
    for form in (
        base_conversion, basic_arithmetic, caesar_cipher, chain_sum, countdown, cryptarithm, gcd, letter_counting, maze,
        n_queens, number_sorting, polynomial_multiplication, prime_factorization, products, simple_equations,
        spell_backward, spiral_matrix, sudoku, word_ladder, word_sorting,
    )
} | {"mini_sudoku": sudoku}


def answers(request):
    """Of so many items those that ours can be asked."""
    name = request["dataset"]
    dataset = create(name, request["parameters"], request["seed"], request["count"])
    found = (FORMS[name](item, dataset) for item in dataset)
    return [{"instance": instance, "answer": answer} for instance, answer in filter(None, found)]


serve(version("reasoning-gym"), answers)
