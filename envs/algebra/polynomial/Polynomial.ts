/** Polynomials and sums of their terms, as people write them. */

/** `3x^2`, `-x`, `5`: a coefficient times that power of x. */
export const term = (coefficient: number | bigint | string, power: number): string => {
  const factor = power === 0 ? "" : power === 1 ? "x" : `x^${power}`
  const number = `${coefficient}`
  return factor !== "" && /^-?1$/.test(number) ? number.replace("1", factor) : `${number}${factor}`
}

/** `3x^2 - x + 5` from terms that bring their signs; those that are `0` are left out, but for a last one. */
export const sum = (terms: ReadonlyArray<string>): string => {
  const [first = "0", ...others] = terms.filter((one) => !/^0(x|$)/.test(one))
  return first + others.map((one) => (one.startsWith("-") ? ` - ${one.slice(1)}` : ` + ${one}`)).join("")
}

/** The polynomial in x with these coefficients, that of the highest power first. */
export const show = (coefficients: ReadonlyArray<number | bigint | string>): string =>
  sum(coefficients.map((coefficient, index) => term(coefficient, coefficients.length - 1 - index)))
