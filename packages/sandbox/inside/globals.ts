const silent = () => undefined

const methods =
  "assert clear count countReset debug dir dirxml error group groupCollapsed groupEnd info log table time "
  + "timeEnd timeLog trace warn"

/** Gives an engine that has none a console, which says nothing, and a `URL`, whose name Effect's Schema asks for. */
export const addGlobals = (): void => {
  const console = Object.freeze(Object.fromEntries(methods.split(" ").map((method) => [method, silent])))
  for (const [name, value] of Object.entries({ console, URL: class {} })) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false })
  }
}
