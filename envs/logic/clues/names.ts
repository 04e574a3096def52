/** First names in alphabetical order. */
export const names = [
  "Ann",
  "Ben",
  "Cleo",
  "Dan",
  "Eve",
  "Finn",
  "Gus",
  "Hal",
  "Ida",
  "Jon",
  "Kim",
  "Leo",
  "Mia",
  "Ned"
] as const
