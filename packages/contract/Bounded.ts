/** Whether a JSON Schema bounds what it describes, so that every instance of it is small enough to solve. */

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** True where every number has both bounds, and every text, array and record a largest size. */
export const isBounded = (schema: Node): boolean => {
  const definitions = isNode(schema["$defs"]) ? schema["$defs"] : {}

  const bounded = (given: unknown, open: ReadonlyArray<string>): boolean => {
    if (!isNode(given)) return false
    const reference = given["$ref"]
    if (typeof reference === "string") {
      const name = reference.split("/").at(-1)!
      const { $ref: _, ...beside } = given
      // What refers to itself can be nested without end.
      return !open.includes(name) && isNode(definitions[name]) &&
        bounded({ ...definitions[name], ...beside }, [...open, name])
    }
    if ("enum" in given || "const" in given) return true
    const options = given["anyOf"] ?? given["oneOf"]
    if (Array.isArray(options)) return options.every((option) => bounded(option, open))
    switch (given["type"]) {
      case "boolean":
      case "null":
        return true
      case "integer":
      case "number":
        return ("minimum" in given || "exclusiveMinimum" in given) &&
          ("maximum" in given || "exclusiveMaximum" in given)
      case "string":
        return "maxLength" in given
      case "array": {
        const items = given["items"]
        return Array.isArray(items)
          ? given["additionalItems"] === false && items.every((item) => bounded(item, open))
          : "maxItems" in given && (given["maxItems"] === 0 || bounded(items, open))
      }
      case "object":
        return given["additionalProperties"] === false && isNode(given["properties"]) &&
          Object.values(given["properties"]).every((field) => bounded(field, open))
      default:
        return false
    }
  }

  return bounded(schema, [])
}
