/** What went wrong in somebody else's code, whatever it threw. */
export const messageOf = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)
