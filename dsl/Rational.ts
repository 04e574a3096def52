/** Exact fractions, always in lowest terms with a positive denominator. */
export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

const gcd = (a: bigint, b: bigint): bigint => {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** `numerator / denominator` in lowest terms. Throws a RangeError when the denominator is 0. */
export const make = (numerator: bigint | number, denominator: bigint | number = 1n): Rational => {
  const top = BigInt(numerator)
  const bottom = BigInt(denominator)
  if (bottom === 0n) throw new RangeError(`${top}/0 is not a rational number`)
  const divisor = gcd(top, bottom) * (bottom < 0n ? -1n : 1n)
  return { numerator: top / divisor, denominator: bottom / divisor }
}

/** `p/q`, or `p` where q is 1. */
export const format = ({ numerator, denominator }: Rational): string =>
  denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`

/** Reads `p` or `p/q`. Throws a SyntaxError for anything else. */
export const parse = (text: string): Rational => {
  const match = /^(-?\d+)(?:\/(\d+))?$/.exec(text)
  if (match === null) throw new SyntaxError(`${JSON.stringify(text)} is not a fraction p/q`)
  return make(BigInt(match[1]!), BigInt(match[2] ?? "1"))
}
