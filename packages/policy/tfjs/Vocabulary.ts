/** What depends on how many tokens a model knows. */

/** Largest vocabulary whose one-hot rows are small enough that products with them are the fastest way. */
const largestSmall = 1024

/** Whether lookups are products and all logits of a micro-batch are in memory at once. */
export const isSmall = (vocabulary: number): boolean => vocabulary <= largestSmall
