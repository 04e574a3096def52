/** The beginning of a text as one quoted line, for messages. */
export const excerpt = (text: string, length = 60): string =>
  JSON.stringify(text.length <= length ? text : `${text.slice(0, length - 1)}…`)
