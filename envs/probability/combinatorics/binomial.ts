/** In how many ways `chosen` of `things` can be taken: the binomial coefficient, 0 outside of 0 … `things`. */
export const binomial = (things: number, chosen: number): bigint => {
  if (chosen < 0 || chosen > things) return 0n
  let ways = 1n
  for (let taken = 1; taken <= chosen; taken++) ways = ways * BigInt(things - chosen + taken) / BigInt(taken)
  return ways
}
