/** Refuses an argument of a generator that is no whole number in `least` … `most`. */
export const whole = (
  generator: string,
  name: string,
  value: number,
  least: number,
  most = Number.MAX_SAFE_INTEGER
): void => {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} up` : `${least} to ${most}`
  throw new RangeError(
    most < least
      ? `${generator}: no ${name} fits the other arguments`
      : `${generator}: ${name} must be a whole number from ${range}, not ${value}`
  )
}
