/** The page's style sheet. In the dark, figures get the page's colours in the place of the theme's. */
import * as Theme from "./Theme.ts"

export const styles = `
:root { color-scheme: light dark; --page: #fff; --text: #222; --quiet: #5f5f5f; --line: #ddd; --better: #00694d;
  --worse: #a84400 }
@media (prefers-color-scheme: dark) {
  :root { --page: #161616; --text: #e4e4e4; --quiet: #a3a3a3; --line: #3a3a3a; --better: #4fd0a6; --worse: #ff9d5c }
  figure svg text { fill: var(--text) }
  figure svg [fill="white"] { fill: var(--page) }
  figure svg [stroke="${Theme.grid}"] { stroke: var(--line) }
}
body { max-width: 66rem; margin: 2rem auto; padding: 0 1rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin-bottom: .25rem }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem }
p { max-width: 46rem }
figure { margin: 0 }
figure svg { max-width: 100%; height: auto; font-family: system-ui, sans-serif }
figcaption, .quiet { color: var(--quiet); font-size: .9rem; font-weight: 400; max-width: 46rem }
.scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums }
th, td { padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
thead th { vertical-align: bottom }
th { font-weight: 600 }
.better { color: var(--better); font-weight: 600 }
.worse { color: var(--worse); font-weight: 600 }
.missing { border-left: 4px solid var(--worse); padding-left: 1rem }
.swatch { display: inline-block; width: .8em; height: .8em; border-radius: 50%; margin-right: .5em }
summary { cursor: pointer; margin-top: 1.5rem; font-weight: 600 }
code { font-size: .85rem }
`
