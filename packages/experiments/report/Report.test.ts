import { FileSystem, Path } from "@effect/platform"
import { BunContext } from "@effect/platform-bun"
import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test"
import { Effect } from "effect"
import { inflateSync } from "node:zlib"
import { compare } from "../Comparison.ts"
import type { Results } from "../Results.ts"
import * as MadeUpResults from "../testing/MadeUpResults.ts"
import { toPng, toSvg } from "./Figure.ts"
import { type Drawn, page } from "./Page.ts"
import * as Report from "./Report.ts"

/** Vega-Lite warns of specifications that it does not understand in full. */
let warnings: ReturnType<typeof spyOn>
beforeEach(() => {
  warnings = spyOn(console, "warn").mockImplementation(() => {})
})
afterEach(() => {
  expect(warnings).not.toHaveBeenCalled()
  warnings.mockRestore()
})

const draw = (results: Results): Promise<ReadonlyArray<Drawn>> =>
  Promise.all(
    Report.figures(results, compare(results)).map(async (figure) => ({
      figure,
      svg: figure.spec === null ? null : await toSvg(figure.spec)
    }))
  )

const pageOf = async (results: Results): Promise<string> =>
  page(results, compare(results), await draw(results))

const sizeOf = (svg: string): ReadonlyArray<number> =>
  /^<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.slice(1).map(Number)

/** Width, height, and bytes that are not as those above or left of them: none in a blank image. */
const readPng = (bytes: Uint8Array) => {
  const png = Buffer.from(bytes)
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n")
  const data: Array<Buffer> = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") {
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
    }
  }
  const changes = inflateSync(Buffer.concat(data)).filter((byte) => byte !== 0).length
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), changes }
}

const blank = readPng(toPng(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"/>`)).changes

const few = MadeUpResults.make({ predicting: ["data-set", "uniform"] })
const many = MadeUpResults.make({ environments: 60, active: 12, seeds: 2 })

describe.each([["few", few], ["many", many]] as const)("of %s environments", (_, results) => {
  const drawable = Report.figures(results, compare(results)).filter(({ spec }) => spec !== null)

  test.each(drawable)("$name is a picture of its size that is not blank", async ({ spec }) => {
    const svg = await toSvg(spec!)
    const { changes, height, width } = readPng(toPng(svg))
    const [expectedWidth, expectedHeight] = sizeOf(svg)
    expect(Math.abs(width - 2 * expectedWidth!)).toBeLessThan(2)
    expect(Math.abs(height - 2 * expectedHeight!)).toBeLessThan(2)
    expect(changes).toBeGreaterThan(blank + 5000)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })
})

test("text is drawn with the font that comes along", () => {
  const svg = (text: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><text x="9" y="50" font-family="sans-serif">${text}</text></svg>`
  expect(readPng(toPng(svg("accuracy"))).changes).toBeGreaterThan(blank + 500)
  expect(toPng(svg("accuracy"))).not.toEqual(toPng(svg("rollouts")))
})

describe("the page", () => {
  test("has no text that is taken for markup, wherever it comes from", async () => {
    const markup = `<script>alert("&")</script>`
    const { experiment, runs } = MadeUpResults.make({
      arms: MadeUpResults.arms.slice(0, 2).map((arm) => ({ ...arm, meaning: markup }))
    })
    const text = await pageOf({
      experiment: { ...experiment, question: markup },
      runs: runs.map((run) => ({
        ...run,
        steps: run.steps.map((step) => ({
          ...step,
          environments: step.environments.map((environment) => ({ ...environment, environment: markup }))
        }))
      }))
    })
    expect(text).not.toContain("<script")
    expect(text).toContain("&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;")
  })

  test("needs nothing else, and says what it shows to those who cannot see it", async () => {
    const text = await pageOf(few)
    const ids: Array<string> = []
    const labels: Array<string | null> = []
    let headers = 0
    const rewriter = new HTMLRewriter()
      .on("[id]", { element: (element) => void ids.push(element.getAttribute("id")!) })
      .on("[role=img]", { element: (element) => void labels.push(element.getAttribute("aria-label")) })
      .on("th", { element: (element) => void (headers += element.hasAttribute("scope") ? 0 : 1) })
      .on("script, link, img, iframe", { element: ({ tagName }) => expect(tagName).toBe("nothing") })
    rewriter.transform(text)
    expect(text).toStartWith("<!doctype html>\n<html lang=\"en\">")
    expect(new Set(ids).size).toBe(ids.length)
    expect(labels).toHaveLength(7)
    expect(labels.every((label) => label !== null && label.length > 30)).toBe(true)
    expect(headers).toBe(0)
    expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, "")).not.toMatch(/https?:|url\((?!#)/)
  })

  test("says each verdict in words", () => {
    const comparisons = compare(few)
    const text = page(few, comparisons, [])
    for (const { difference } of comparisons) {
      if (difference?.estimate) expect(text).toContain(`<span class="${difference.verdict}">`)
    }
    expect(text).toMatch(/▼ worse<\/span>/)
  })

  test("says which runs are missing, and is of the others", async () => {
    const text = await pageOf({
      ...few,
      runs: few.runs.filter(({ arm, seed }) => arm !== "data-set" && !(arm === "uniform" && seed === 3))
    })
    expect(text).toContain("9 of 24 runs are missing")
    expect(text).toContain("<li>data-set: seed 1, 2, 3, 4, 5, 6, 7, 8</li>")
    expect(text).toContain("<li>uniform: seed 3</li>")
  })

  test("without predictions says so in the place of the plot", async () => {
    expect(await pageOf(MadeUpResults.make())).toContain("No arm predicts success")
  })

  test("of one arm compares nothing", async () => {
    const text = await pageOf(MadeUpResults.make({ arms: MadeUpResults.arms.slice(0, 1) }))
    expect(text).toContain("there is nothing to compare")
  })

  test("of one seed has means and no verdicts", async () => {
    const results = MadeUpResults.make({ seeds: 1 })
    const text = await pageOf(results)
    expect(text).not.toMatch(/▲|▼/)
    expect(text).toContain("1\u00a0pair<")
  })

  test("before any run says that all are missing", async () => {
    expect(await pageOf({ ...few, runs: [] })).toContain("24 of 24 runs are missing")
  })
})

describe("write", () => {
  const inDirectory = <A, E>(
    use: (directory: string) => Effect.Effect<A, E, FileSystem.FileSystem | Path.Path>
  ): Promise<A> =>
    Effect.gen(function*() {
      const fs = yield* FileSystem.FileSystem
      return yield* use(yield* fs.makeTempDirectoryScoped())
    }).pipe(Effect.scoped, Effect.provide(BunContext.layer), Effect.runPromise)

  const small = { arms: MadeUpResults.arms.slice(0, 2), seeds: 2, steps: 10 }

  test("leaves a page, pictures and numbers, and no picture of before that is not of now", () =>
    inDirectory((directory) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const target = path.join(directory, "new", "report")
        const plots = path.join(target, "plots")
        yield* fs.makeDirectory(plots, { recursive: true })
        yield* fs.writeFileString(path.join(plots, "calibration.png"), "from when an arm predicted")
        const { comparisons, page } = yield* Report.write(MadeUpResults.make(small), target)
        expect((yield* fs.readDirectory(plots)).sort()).toEqual(
          ["active-set", "differences", "learning-curves", "levels", "scores", "signal"].map((name) =>
            `${name}.png`
          )
        )
        expect(yield* fs.readFileString(page)).toContain("</html>")
        const numbers = JSON.parse(yield* fs.readFileString(path.join(target, "results.json")))
        expect(numbers.comparisons).toEqual(JSON.parse(JSON.stringify(comparisons)))
        expect(numbers.runs[0]).toMatchObject({ arm: "window", seed: 1, steps: 10 })
      })
    ))

  test("a place that cannot be written is an error that says what to do", () =>
    inDirectory((directory) =>
      Effect.gen(function*() {
        const fs = yield* FileSystem.FileSystem
        const path = yield* Path.Path
        const file = path.join(directory, "file")
        yield* fs.writeFileString(file, "")
        const error = yield* Effect.flip(Report.write(MadeUpResults.make(small), path.join(file, "report")))
        expect(error).toBeInstanceOf(Report.ReportError)
        expect(error.message).toContain("choose another directory")
      })
    ))
})
