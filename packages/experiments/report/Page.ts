/** The report as one HTML page that needs nothing else. */
import type { Comparison } from "../Comparison.ts"
import type { Results } from "../Results.ts"
import type { Figure } from "./Figure.ts"
import { type Html, html, trusted } from "./Html.ts"
import * as Setup from "./Setup.ts"
import { styles } from "./styles.ts"
import * as Verdicts from "./Verdicts.ts"

export interface Drawn {
  readonly figure: Figure
  /** Null where there was nothing to draw. */
  readonly svg: string | null
}

const figureOf = ({ figure: { caption, name, title }, svg }: Drawn): Html =>
  svg === null
    ? html`<section><h2>${title}</h2><p class="quiet">${caption}</p></section>`
    : html`<section><h2 id="${name}">${title}</h2><figure aria-labelledby="${name}">
<div class="scroll" role="img" aria-label="${`${title}. ${caption}`}">${trusted(svg)}</div>
<figcaption>${caption}</figcaption></figure></section>`

export const page = (
  results: Results,
  comparisons: ReadonlyArray<Comparison>,
  figures: ReadonlyArray<Drawn>
): string => {
  const { experiment } = results
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${experiment.name}: ${experiment.question}</title>
<style>${trusted(styles)}</style>
</head>
<body>
<header><h1>${experiment.question}</h1><p class="quiet">Experiment ${experiment.name}</p></header>
<main>
${Verdicts.missing(results)}
${Verdicts.verdicts(results, comparisons)}
${Setup.setup(results)}
${figures.map(figureOf)}
${Verdicts.numbers(results, comparisons)}
${Setup.recipes(experiment)}
</main>
</body>
</html>
`.html
}
