/** HTML in which text is escaped unless it is HTML already. */

export interface Html {
  readonly html: string
}

export type Part = Html | string | number | ReadonlyArray<Html>

const show = (part: Part): string => {
  if (typeof part === "string" || typeof part === "number") return Bun.escapeHTML(part)
  return "html" in part ? part.html : part.map(({ html }) => html).join("\n")
}

/** A template of HTML: what is put in is text, unless it is HTML. */
export const html = (template: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Html => ({
  html: String.raw({ raw: template }, ...parts.map(show))
})

/** What is HTML, or SVG, by its origin. */
export const trusted = (text: string): Html => ({ html: text })

export const nothing = trusted("")
