/** Text, yes or no, options. */
import { abcd, anyCase, boolean, boxes, type Case, r, string } from "./Case.ts"

export const words: ReadonlyArray<Case> = [
  ...boxes(boolean, true, [
    "yes",
    "Yes",
    "YES",
    "true",
    "True",
    r`\text{Yes}`,
    r`\textbf{yes}.`,
    r`$\text{true}$`,
    " yes. "
  ], [
    "no",
    "False",
    r`\text{No}`
  ], ["y", "1", "on", "seY", "yes, no", "maybe", "", "not true"]),
  ...boxes(boolean, false, ["no", "No", "false", r`\mathrm{False}`], ["Yes", "true"], ["0", "On", "none"]),
  ...boxes(abcd, "A", [
    "A",
    "a",
    "(A)",
    "(a)",
    "[A]",
    "A.",
    "A)",
    "A:",
    r`\text{A}`,
    r`\text{(A)}`,
    r`(\text{A})`,
    r`\textbf{(A)}`,
    r`\mathrm{A}.`,
    "$A$"
  ], [
    "B",
    "(D)",
    "d"
  ], ["E", "AB", "A, B", "A or B", "(A", "", "()"]),
  ...boxes({ kind: "choice", options: ["<", "=", ">"] }, "<", ["<", r`\lt`, "$<$", r`\text{<}`], [
    ">",
    r`\gt`,
    "="
  ], ["<=", "<>", "less"]),
  ...boxes({ kind: "choice", options: ["New York", "new york city"] }, "New York", [
    "New York",
    "new  york",
    r`\text{New York}`,
    r`\text{New}\ \text{York}`
  ], [
    "New York City"
  ], ["NewYork", "York"]),
  ...boxes({ kind: "choice", options: ["a", "A"] }, "a", ["a", r`\text{a}`], ["A"], ["(a)", "b"]),
  ...boxes(string, "abc", [
    "abc",
    " abc ",
    r`\text{abc}`,
    r`\texttt{abc}`,
    r`\mathrm{abc}`,
    "$abc$",
    r`\(abc\)`
  ], [
    "cba",
    "ABC",
    "ab c",
    "abc.",
    "\"abc\"",
    "{abc}",
    ""
  ], []),
  ...boxes(
    string,
    "hello world",
    ["hello world", r`\text{hello world}`, r`\text{hello}\ \text{world}`, r`hello\ world`],
    ["olleh world", "helloworld"],
    []
  ),
  ...boxes(string, "0011", ["0011", r`\text{0011}`], ["11", "011", "0011.0", "00 11"], []),
  ...boxes(string, "{[()]}", ["{[()]}", r`\{[()]\}`, r`\text{\{[()]\}}`, r`\lbrace[()]\rbrace`], [
    "[()]",
    "{[()}]"
  ], []),
  ...boxes(string, "}{", [r`\}\{`], ["{}"], []),
  ...boxes(string, r`a\_b`, [r`a\_b`, r`a\\\_b`], ["a_b"], []),
  ...boxes(string, "a_b 100% $5", ["a_b 100% $5", r`a\_b 100\% \$5`, r`\text{a\_b 100\% \$5}`], ["a_b"], []),
  ...boxes(string, "", ["", " ", r`\text{}`], ["x"], []),
  ...boxes(anyCase, "Hello", ["hello", "HELLO", r`\text{hellO}`], ["hell", "olleH"], []),
  ...boxes(string, "é", ["é"], ["e"], [])
]
