/** The comparisons of an experiment as tables of the page. */
import { type Comparison, fewestPairs, missingRuns } from "../Comparison.ts"
import * as ComparisonTable from "../ComparisonTable.ts"
import { metrics } from "../Metric.ts"
import * as Quantity from "../Quantity.ts"
import type { Results } from "../Results.ts"
import { type Html, html, nothing } from "./Html.ts"

/** Signs beside the words, so that a column is seen at a glance. */
const signs = { better: "▲", worse: "▼", higher: "↑", lower: "↓", inconclusive: "" } as const

const cell = ({ difference, metric }: Comparison): Html => {
  if (difference === null || difference.estimate === null) return html`<td>–</td>`
  const { estimate: { mean }, seeds, verdict } = difference
  const pairs = seeds.length < fewestPairs
    ? `, ${seeds.length}\u00a0${seeds.length === 1 ? "pair" : "pairs"}`
    : ""
  return html`<td><span class="${verdict}">${signs[verdict]} ${verdict}</span><br>
<span class="quiet">${Quantity.difference(mean, metrics[metric].unit)}${pairs}</span></td>`
}

const matrix = ({ experiment }: Results, comparisons: ReadonlyArray<Comparison>): Html =>
  html`<div class="scroll"><table>
<thead><tr><th scope="col">Arm</th>${
    experiment.metrics.map((name) => html`<th scope="col">${metrics[name].title}</th>`)
  }</tr></thead>
<tbody>${
    experiment.arms.filter(({ name }) => name !== experiment.baseline).map(({ name }) =>
      html`<tr><th scope="row">${name}</th>${comparisons.filter(({ arm }) => arm === name).map(cell)}</tr>`
    )
  }</tbody>
</table></div>`

/** Which arms are better or worse than the baseline, and what these words rest on. */
export const verdicts = (results: Results, comparisons: ReadonlyArray<Comparison>): Html => {
  const { baseline } = results.experiment
  const compared = comparisons.filter(({ difference }) => difference !== null && difference.estimate !== null)
  const remarks = results.experiment.metrics.flatMap((name) => {
    const known = comparisons.filter(({ metric, scores }) => metric === name && scores.length > 0)
    const said = known.flatMap((comparison) =>
      ComparisonTable.remarks(comparison).map((remark) => `${comparison.arm}: ${remark}`)
    )
    return said.length === 0 ? [] : [html`<li>${metrics[name].title}: ${said.join("; ")}.</li>`]
  })
  return html`<section><h2>Against ${baseline}</h2>
${
    compared.length === 0
      ? html`<p>No other arm shares a seed with the baseline: there is nothing to compare.</p>`
      : html`${matrix(results, comparisons)}
<p class="quiet">An arm is better or worse where the 95 % bootstrap interval of its paired differences to ${baseline}
excludes 0, from ${fewestPairs} pairs on; inconclusive does not mean equal. Verdicts are not corrected for their number: of
${compared.length} comparisons of equal arms about ${
        Math.max(1, Math.round(compared.length / 20))
      } would get one by chance.</p>`
  }
${remarks.length === 0 ? nothing : html`<ul class="quiet">${remarks}</ul>`}
</section>`
}

/** Says which runs are not there. */
export const missing = (results: Results): Html => {
  const { arms, seeds } = results.experiment
  const absent = missingRuns(results)
  if (absent.length === 0) return nothing
  const seedsByArm = Map.groupBy(absent, ({ arm }) => arm)
  return html`<section class="missing"><p>${absent.length} of ${arms.length * seeds.length} runs are missing:
what follows is of the others alone.</p>
<ul>${
    [...seedsByArm].map(([arm, runs]) =>
      html`<li>${arm}: seed ${runs.map(({ seed }) => seed).join(", ")}</li>`
    )
  }</ul></section>`
}

/** All means, intervals and remarks. */
export const numbers = ({ experiment }: Results, comparisons: ReadonlyArray<Comparison>): Html =>
  html`<details><summary>All numbers</summary>
<div class="scroll"><table>
<thead><tr>${ComparisonTable.columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
${
    experiment.metrics.map((name) =>
      html`<tbody><tr><th colspan="${ComparisonTable.columns.length}" scope="rowgroup">${metrics[name].title}
<br><span class="quiet">${metrics[name].meaning}</span></th></tr>
${
        comparisons.filter(({ metric }) => metric === name).map((comparison) => {
          const [arm, ...cells] = ComparisonTable.row(comparison)
          return html`<tr><th scope="row">${arm!}</th>${cells.map((text) => html`<td>${text}</td>`)}</tr>`
        })
      }</tbody>`
    )
  }
</table></div></details>`
