/** What an experiment ran, as parts of the page. */
import { differences, show } from "@scaler/runtime/run/Differences"
import { type Arm, type Experiment, stepsOf } from "../Experiment.ts"
import type { Results } from "../Results.ts"
import { environmentsOf, fewEnvironments } from "./Environments.ts"
import { type Html, html, nothing } from "./Html.ts"
import * as Theme from "./Theme.ts"

const duration = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000)
  if (minutes === 0) return `${Math.round(milliseconds / 1000)}\u00a0s`
  return minutes < 120 ? `${minutes}\u00a0min` : `${(minutes / 60).toFixed(1)}\u00a0h`
}

const environmentsIn = ({ learner }: Experiment, { recipe }: Arm): number =>
  learner._tag === "simulated" ? learner.pool.environments : recipe.environments.length

const armRow = ({ experiment, runs }: Results, arm: Arm): Html => {
  const { meaning, name, recipe } = arm
  const { colour } = Theme.armsOf(experiment)
  const own = runs.filter((run) => run.arm === name)
  return html`<tr><th scope="row"><span class="swatch" style="background: ${colour
    .range[colour.domain.indexOf(name)]!}"></span>${name}${
    name === experiment.baseline ? " (baseline)" : ""
  }</th>
<td>${meaning}</td>
<td>${environmentsIn(experiment, arm)}</td>
<td>${stepsOf(experiment.rollouts, recipe)} × ${recipe.rollout.prompts} × ${recipe.rollout.samples}</td>
<td>${recipe.warmup.steps}</td>
<td>${`${own.length}\u00a0of\u00a0${experiment.seeds.length}`}</td>
<td>${duration(own.reduce((total, { time }) => total + time, 0))}</td></tr>`
}

const columns = [
  "Arm",
  "Meaning",
  "Environments",
  "Steps × prompts × samples",
  "Warm-up steps",
  "Runs",
  "Time"
]

/** Arms, seeds, budget, environments. */
export const setup = (results: Results): Html => {
  const { arms, learner, rollouts, seeds } = results.experiment
  const environments = environmentsOf(results)
  return html`<section><h2>What was run</h2>
<p>Every arm with the same ${seeds.length} seeds (${seeds.join(", ")}) and a budget of ${
    rollouts.toLocaleString("en")
  } rollouts after warm-up. ${
    learner._tag === "simulated"
      ? `The learner is simulated, on a pool of ${learner.pool.environments} environments.`
      : "The learner is the embedded model; runs with the same seed start from the same warm-up."
  }</p>
<div class="scroll"><table>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${arms.map((arm) => armRow(results, arm))}</tbody>
</table></div>
<p class="quiet">${environments.length} environments had groups${
    environments.length > 0 && environments.length <= fewEnvironments ? `: ${environments.join(", ")}` : ""
  }.</p></section>`
}

/** Fields of a recipe that are the experiment's, or only a name. */
const notAsked = new Set(["name", "seed", "steps"])

/** Where the arms' recipes differ, exactly; and the settings of a simulated learner. */
export const recipes = ({ arms, learner }: Experiment): Html => {
  const found = differences(arms.map(({ recipe }) => recipe)).filter(({ path }) => !notAsked.has(path))
  return html`<details><summary>Differences of the recipes</summary>
${
    found.length === 0 ? html`<p>None.</p>` : html`<div class="scroll"><table>
<thead><tr><th scope="col">Field</th>${
      arms.map(({ name }) => html`<th scope="col">${name}</th>`)
    }</tr></thead>
<tbody>${
      found.map(({ path, values }) =>
        html`<tr><th scope="row"><code>${path}</code></th>${
          values.map((value) => html`<td><code>${show(value)}</code></td>`)
        }</tr>`
      )
    }</tbody>
</table></div>`
  }</details>
${
    learner._tag === "embedded" ?
      nothing :
      html`<details><summary>The simulated learner and its pool</summary>
<pre>${JSON.stringify({ learner: learner.learner, pool: learner.pool }, null, 2)}</pre></details>`
  }`
}
