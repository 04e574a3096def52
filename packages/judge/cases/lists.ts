/** Lists. */
import { abcd, boolean, boxes, type Case, integer, list, r, rational, string } from "./Case.ts"

export const lists: ReadonlyArray<Case> = [
  ...boxes(list(integer), [1, 2, 3], [
    "[1, 2, 3]",
    "[1,2,3]",
    "[ 1 , 2 , 3 ]",
    "(1, 2, 3)",
    r`\{1, 2, 3\}`,
    "{1, 2, 3}",
    r`\left[1, 2, 3\right]`,
    r`\left(1,2,3\right)`,
    r`\bigl[1,2,3\bigr]`,
    r`\lbrack 1, 2, 3 \rbrack`,
    r`\left\lbrack 1, 2, 3 \right\rbrack`,
    r`[1,\ 2,\ 3]`,
    r`[1,\, 2,\, 3]`,
    r`1, \quad 2, \quad 3`,
    "1, 2, 3",
    "1,2,3",
    "1 2 3",
    "[1 2 3]",
    "[1\n 2\n 3]",
    "$[1, 2, 3]$",
    r`\text{[1, 2, 3]}`,
    "[+1, 2.0, 03]",
    r`[\text{1}, \mathbf{2}, 3]`,
    r`\begin{bmatrix} 1 & 2 & 3 \end{bmatrix}`,
    r`\begin{pmatrix} 1 \\ 2 \\ 3 \end{pmatrix}`,
    r`\left[\begin{array}{ccc} 1 & 2 & 3 \end{array}\right]`,
    "[1, 2, 3]."
  ], [
    "[3, 2, 1]",
    "[1, 3, 2]",
    "1 3 2",
    "[1, 2]",
    "[1, 2, 3, 4]",
    "[1, 2, 3, 3]",
    "[]",
    "6",
    "123",
    "[123]",
    "[1, 2, 4]",
    "[1, 2, 123456789012345678901234567890]"
  ], [
    "",
    "[1, 2, 3",
    "1, 2, 3]",
    "[1, 2, 3)",
    "[1, 2, 3][",
    "[[1, 2, 3]]",
    "[1, 2, , 3]",
    "[1, 2, 3,]",
    "[1, 2, x]",
    "[1, 2 3]",
    "1; 2; 3",
    "1 and 2 and 3",
    r`1, 2, \ldots`,
    "a = [1, 2, 3]",
    "[1, 2] + [3]",
    r`\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}`,
    "[\"1\", \"2\", \"3\"]"
  ]),
  ...boxes(list(integer), [1, 0], ["[1,000]", "1,000", "1,0"], ["[0,1]", r`[1\,000]`, "[1{,}000]"], []),
  ...boxes(list(integer), [1000, 2], [r`[1\,000, 2]`, "[1{,}000, 2]"], ["[1,000, 2]"], []),
  ...boxes(list(integer), [-1, 5], ["[-1, 5]", "[−1, 5]", "-1 5"], ["[1, 5]", "[5, -1]"], ["[- -1, 5]"]),
  ...boxes(list(integer), [5], ["5", "[5]", "(5)", "{5}"], ["6", "5, 5"], ["[5", "[[5]]"]),
  ...boxes(list(integer), [], ["[]", "[ ]", "()", r`\{\}`, r`\left[\right]`], ["0", "[0]"], [
    "",
    " ",
    "[,]",
    "[[]]",
    r`\emptyset`
  ]),
  ...boxes(
    list(rational),
    ["1/2", "3"],
    ["[1/2, 3]", r`[\frac{1}{2}, 3]`, r`\frac12 3`, "0.5, 3", "1/2 6/2"],
    ["[1/3, 3]"],
    ["[1/0, 3]"]
  ),
  ...boxes(
    list(list(integer)),
    [[1, 2], [3]],
    [
      "[[1, 2], [3]]",
      "[1, 2], [3]",
      "[(1,2),(3)]",
      "((1, 2), (3))",
      r`\{[1, 2], [3]\}`,
      "[[1 2] [3]]",
      "[[1 2]\n [3]]",
      r`\left[\left[1, 2\right], \left[3\right]\right]`
    ],
    ["[[1], [2, 3]]", "[[3], [1, 2]]", "[[1, 2, 3]]", "[[2, 1], [3]]", "[[1, 2], [3], []]", "[]"],
    [
      "[1, 2, 3]",
      "[[1, 2], 3]",
      "[[1, 2], [3]",
      "1 2\n3",
      "[[[1, 2], [3]]]"
    ]
  ),
  ...boxes(
    list(list(integer)),
    [[1, 2], [3, 4]],
    [
      r`\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}`,
      r`\left(\begin{array}{cc} 1 & 2 \\ 3 & 4 \\ \end{array}\right)`
    ],
    [r`\begin{bmatrix} 1 & 3 \\ 2 & 4 \end{bmatrix}`, r`\begin{matrix} 1 & 2 \end{matrix}`],
    [r`\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}`]
  ),
  ...boxes(list(list(integer)), [[]], ["[[]]"], ["[]"], ["[[], ]"]),
  ...boxes(
    list(string),
    ["ab", "c"],
    [
      "[ab, c]",
      "[\"ab\", \"c\"]",
      "['ab', 'c']",
      "ab, c",
      r`[\text{ab}, \text{c}]`,
      r`\text{ab}, \text{c}`,
      r`[\text{"ab"}, "c"]`
    ],
    ["[c, ab]", "[ab c]", "ab c", "[ab, C]", "[ab, c, d]"],
    ["[ab, ]", "[\"ab, c]", "[ab, c"]
  ),
  ...boxes(
    list(string),
    ["a, b", "don't"],
    ["[\"a, b\", \"don't\"]", "[\"a, b\", don't]", r`[\text{a, b}, don't]`],
    ["[a, b, don't]"],
    []
  ),
  ...boxes(list(string), ["rock 'n roll", "b"], ["[rock 'n roll, b]"], ["[rock, b]"], ["['n roll, b]"]),
  ...boxes(list(string), ["", "["], ["[\"\", \"[\"]"], ["[\"[\", \"\"]"], ["[, []"]),
  ...boxes(list(boolean), [true, false], ["[yes, no]", "[True, False]", "[\"yes\", \"no\"]", "yes, no"], [
    "[no, yes]"
  ], ["[yes]no", "yes no", "[1, 0]"]),
  ...boxes(list(abcd), ["B", "A"], ["[B, A]", "(b, a)", "[(B), (A)]", "['B', 'A']", r`\text{B}, \text{A}`], [
    "A, B"
  ], ["BA", "[B, E]"])
]
