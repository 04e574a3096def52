/** A picture of results, as a Vega-Lite specification, and how it is drawn without a browser. */
import { Resvg } from "@resvg/resvg-js"
import { fileURLToPath } from "node:url"
import { parse, View } from "vega"
import { compile, type TopLevelSpec } from "vega-lite"
import * as Theme from "./Theme.ts"

/** A Vega-Lite specification, but for what the theme says. */
export type Spec = Readonly<Record<string, unknown>>

export interface Figure {
  /** Name of its file, without extension. */
  readonly name: string
  readonly title: string
  /** How to read it; or why it is not there. */
  readonly caption: string
  /** Null where there is nothing to draw. */
  readonly spec: Spec | null
}

/** A specification as the text of an SVG image. */
export const toSvg = (spec: Spec): Promise<string> => {
  const themed = { ...spec, config: Theme.config, padding: 8 } as unknown as TopLevelSpec
  return new View(parse(compile(themed).spec), { renderer: "none" }).toSVG()
}

/** The font comes with a package, so that text is drawn on machines without any. */
const fontFiles = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) =>
  fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}`))
)

/** An SVG image as the bytes of a PNG with two pixels for each of its own. */
export const toPng = (svg: string): Uint8Array =>
  new Resvg(svg, {
    fitTo: { mode: "zoom", value: 2 },
    font: {
      fontFiles,
      loadSystemFonts: false,
      defaultFontFamily: "DejaVu Sans",
      sansSerifFamily: "DejaVu Sans"
    }
  }).render().asPng()
