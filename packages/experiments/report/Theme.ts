/** How all figures look. */
import type { Config } from "vega-lite"
import type { Experiment } from "../Experiment.ts"

/** Grey, then the colours of Okabe and Ito that can be told apart on white and on black by all eyes. */
const palette = ["#7a7a7a", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

const dashes = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]

/** A scale of names: a colour each, and with more names than colours dashes too. */
export interface Scale {
  readonly colour: { readonly domain: ReadonlyArray<string>; readonly range: ReadonlyArray<string> }
  readonly dash: {
    readonly domain: ReadonlyArray<string>
    readonly range: ReadonlyArray<ReadonlyArray<number>>
  }
}

export const scaleOf = (names: ReadonlyArray<string>): Scale => ({
  colour: { domain: names, range: names.map((_, place) => palette[place % palette.length]!) },
  dash: {
    domain: names,
    range: names.map((_, place) => dashes[Math.floor(place / palette.length) % dashes.length]!)
  }
})

/** The scale of an experiment's arms, the same in each of its figures: the baseline is grey. */
export const armsOf = ({ arms, baseline }: Experiment): Scale =>
  scaleOf([baseline, ...arms.map(({ name }) => name).filter((name) => name !== baseline)])

const text = "#444"
const lines = "#999"
/** Lines of the grid; the page has others in the dark. */
export const grid = "#e6e6e6"

export const config: Config = {
  // The page says what a figure shows; words for every mark would make it many times as large.
  aria: false,
  background: "white",
  font: "sans-serif",
  view: { stroke: null },
  title: {
    anchor: "start",
    color: text,
    fontSize: 12,
    fontWeight: "bold",
    frame: "group",
    offset: 8,
    subtitleColor: text,
    subtitleFontSize: 11
  },
  axis: {
    domainColor: lines,
    gridColor: grid,
    labelColor: text,
    labelFlush: false,
    labelFontSize: 11,
    labelLimit: 240,
    tickColor: lines,
    titleColor: text,
    titleFontSize: 11,
    titleFontWeight: "normal",
    titlePadding: 8
  },
  header: {
    labelAnchor: "start",
    labelColor: text,
    labelFontSize: 12,
    labelFontWeight: "bold",
    labelPadding: 6,
    title: null
  },
  legend: {
    labelColor: text,
    labelFontSize: 11,
    labelLimit: 240,
    symbolSize: 160,
    symbolStrokeWidth: 2.5,
    titleColor: text,
    titleFontSize: 11,
    titleFontWeight: "normal"
  }
}
