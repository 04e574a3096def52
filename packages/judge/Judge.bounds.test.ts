import { expect, test } from "bun:test"
import { dense, long, size } from "./bounds.responses.ts"

interface Measured {
  readonly name: string
  readonly milliseconds: number
  readonly mebibytes: number
  readonly length: number
}

const measure = (...names: ReadonlyArray<string>): ReadonlyArray<Measured> => {
  const command = [process.execPath, `${import.meta.dir}/bounds.probe.ts`, ...names]
  const child = Bun.spawnSync(command, { stderr: "inherit" })
  expect(child.exitCode).toBe(0)
  const measured = child.stdout.toString().trim().split("\n").map((line) => JSON.parse(line) as Measured)
  expect(measured.map(({ name }) => name)).toEqual([...names])
  return measured
}

const tooMuch = (measured: ReadonlyArray<Measured>) =>
  measured.filter(({ mebibytes, milliseconds }) => !(milliseconds < 100 && mebibytes < 100))

test.each(Object.keys(long))("10 MB of %s are judged within 100 ms and 100 MB", (name) => {
  const measured = measure(name)
  expect(tooMuch(measured)).toEqual([])
  expect(measured[0]!.length).toBeGreaterThanOrEqual(size * 0.99)
}, 60_000)

test("the longest boxes that are read are judged within 100 ms and 100 MB", () => {
  expect(tooMuch(measure(...Object.keys(dense)))).toEqual([])
}, 60_000)
