/** Which globals an environment may use: those that compute, and compute the same everywhere. */

const allowed: ReadonlySet<string> = new Set([
  "AggregateError",
  "Array",
  "ArrayBuffer",
  "BigInt",
  "BigInt64Array",
  "BigUint64Array",
  "Boolean",
  "DataView",
  "Error",
  "EvalError",
  "Float32Array",
  "Float64Array",
  "Infinity",
  "Int16Array",
  "Int32Array",
  "Int8Array",
  "Iterator",
  "JSON",
  "Map",
  "Math",
  "NaN",
  "Number",
  "Object",
  "Proxy",
  "RangeError",
  "ReferenceError",
  "Reflect",
  "RegExp",
  "Set",
  "String",
  "Symbol",
  "SyntaxError",
  "TextDecoder",
  "TextEncoder",
  "TypeError",
  "URIError",
  "Uint16Array",
  "Uint32Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "WeakMap",
  "WeakSet",
  "arguments",
  "console",
  "decodeURIComponent",
  "encodeURIComponent",
  "isFinite",
  "isNaN",
  "parseFloat",
  "parseInt",
  "structuredClone",
  "undefined"
])

const nondeterministic: ReadonlyMap<string, string> = new Map([
  ["Date", "the time differs from run to run: put dates into the instance as numbers"],
  ["FinalizationRegistry", "when memory is reclaimed differs from run to run"],
  ["Intl", "it depends on the machine's locale"],
  ["Temporal", "the time differs from run to run: put dates into the instance as numbers"],
  ["WeakRef", "when memory is reclaimed differs from run to run"],
  ["crypto", "no seed replays it: draw with Gen"],
  ["performance", "the time differs from run to run"]
])

type Refusal = readonly ["ForbiddenGlobal" | "ForbiddenImport" | "Nondeterminism", string]

/** Why a global may not be used; undefined where it may. */
export const refusal = (name: string): Refusal | undefined => {
  if (allowed.has(name)) return undefined
  const reason = nondeterministic.get(name)
  if (reason !== undefined) return ["Nondeterminism", `${name}: ${reason}`]
  if (name === "require") return ["ForbiddenImport", "require loads at run time: use a static import"]
  if (name === "eval" || name === "Function") return ["ForbiddenGlobal", `${name} makes code at run time`]
  return ["ForbiddenGlobal", `${name} is neither declared here nor a global that environments have`]
}

/** Methods whose result depends on the machine's locale. */
export const localeMethods: ReadonlySet<string> = new Set([
  "localeCompare",
  "toLocaleDateString",
  "toLocaleLowerCase",
  "toLocaleString",
  "toLocaleTimeString",
  "toLocaleUpperCase"
])
