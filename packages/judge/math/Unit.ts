/** Units of measurement after a number. They are compared, never converted. */

const aliases: Readonly<Record<string, string>> = {
  centimeter: "cm",
  centimetre: "cm",
  millimeter: "mm",
  millimetre: "mm",
  kilometer: "km",
  kilometre: "km",
  meter: "m",
  metre: "m",
  inche: "in",
  inch: "in",
  feet: "ft",
  foot: "ft",
  yard: "yd",
  mile: "mi",
  gram: "g",
  kilogram: "kg",
  second: "s",
  sec: "s",
  minute: "min",
  hour: "h",
  hr: "h",
  liter: "l",
  litre: "l",
  buck: "dollar",
  usd: "dollar",
  "$": "dollar",
  "€": "euro",
  "£": "pound",
  pounds: "pound",
  "¢": "cent",
  "°": "degree",
  deg: "degree",
  percent: "%",
  rad: "radian",
  sq: "square"
}

const aliasOf = (word: string): string => Object.hasOwn(aliases, word) ? aliases[word]! : word

const words = (...lines: ReadonlyArray<string>): ReadonlyArray<string> => lines.join(" ").split(" ")

/** Units that are read without `\text`, too: no one takes them for products of variables. */
const bare = words(
  "degrees? deg radians? inch(?:es)? feet foot ft yards? miles? cm mm km kg centimeters? millimeters? kilometers?",
  "meters? metres? grams? kilograms? seconds? minutes? hours? days? weeks? years? dollars? cents? percent units?",
  "(?:square|sq|cubic)\\s+[a-z]+ mph"
).join("|")

/** Words that name no unit though they end like one: they change the number before them, or are not about one thing. */
const noUnits = new Set(words(
  "plus minus times less tens hundreds thousands millions billions trillions dozens pairs halves thirds quarters",
  "fourths fifths tenths hundredths thousandths is was this solutions roots"
))

/** Units that are no plurals. */
const singular = new Set(words(
  "cm mm km m in ft yd mi g kg mg s min h l ml dollar euro pound cent degree degreec degreef radian % mph unit",
  "square cubic people children men women day week month year hour / point way"
))

const isUnit = (part: string): boolean =>
  !noUnits.has(part) && (singular.has(aliasOf(part)) || /^[a-z]{3,}(?<!s)s$/.test(part))

/** Singular and short: `square centimeters` and `cm^2` are `cm^2`. Undefined where the words are no unit. */
const canonical = (written: string): string | undefined => {
  const text = written.toLowerCase().replace(/[.~]|\\[,;: ]/g, " ").replace(/[\^{}]/g, "").trim()
  if (text === "" || text.length > 40 || !/^[a-z$€£¢°%/ ]+[23]?$/.test(text)) return undefined
  const [, names = "", exponent = ""] = /^(.*?)\s*([23]?)$/.exec(text) ?? []
  const parts = names.replace(/\bper\b/g, "/").replace(/\//g, " / ").split(/\s+/).filter((part) =>
    part !== ""
  )
  if (parts.length > 4 || !parts.every(isUnit)) return undefined
  const short = parts.map((part) => {
    const known = aliasOf(part)
    return known === part && part.length > 2 ? aliasOf(part.replace(/(?<!s)s$/, "")) : known
  })
  const power = short[0] === "square" ? "2" : short[0] === "cubic" ? "3" : exponent
  const unit = (power === exponent ? short : short.slice(1)).join(" ")
  return power === "" ? unit : `${unit}^${power}`
}

export interface Measured {
  readonly latex: string
  readonly unit: string | undefined
}

const argument = String.raw`\\(?:text|mathrm|operatorname)\s*\{([^{}]*)\}`
const exponent = String.raw`\s*(?:\^\s*\{?\s*([23])\s*\}?)?`
const wordsForm = new RegExp(String.raw`^(.*[^\s\\])\s*${argument}${exponent}$`, "s")
const bareForm = new RegExp(String.raw`^(.*[\d})])\s*((?<![A-Za-z])(?:${bare}))${exponent}$`, "si")
const degreeForm = /^(.*\S)\s*(?:\^\s*(?:\\circ|\{\s*\\circ\s*\})|\\degree|°)(?![A-Za-z])\s*([CF]?)$/s
const percentForm = /^(.*[^\s\\])\s*\\?%$/s
const currencyForm = /^(-?)\s*(?:\\text\s*\{\s*)?(\\?\$|€|£|\\pounds|\\euro)\s*\}?\s*(-?[\d.].*)$/s

/** Takes one unit off the end, or a currency off the beginning. */
export const split = (latex: string): Measured => {
  const currency = currencyForm.exec(latex)
  if (currency !== null) {
    const [, minus = "", sign = "", rest = ""] = currency
    const unit = aliasOf(sign.replace("\\", ""))
    const { latex: number, unit: named } = split(rest)
    return named === undefined || named === unit
      ? { latex: minus + number, unit }
      : { latex, unit: undefined }
  }
  const percent = percentForm.exec(latex)
  if (percent !== null) return { latex: percent[1]!, unit: "%" }
  const degree = degreeForm.exec(latex)
  if (degree !== null && !/\\(?:sin|cos|tan|cot|sec|csc)/.test(latex)) {
    return { latex: degree[1]!, unit: `degree${degree[2]}` }
  }
  const worded = wordsForm.exec(latex) ?? bareForm.exec(latex)
  const unit = worded === null ? undefined : canonical(`${worded[2]!}${worded[3] ?? ""}`)
  if (worded === null || unit === undefined) return { latex, unit: undefined }
  if (unit === "degree") return { latex: split(worded[1]!).latex, unit }
  return { latex: worded[1]!, unit }
}
