/** The part of jstat that is used here; the library has no types of its own. */
declare module "jstat" {
  const jstat: {
    readonly jStat: {
      /** The source of all random numbers from now on. */
      readonly setRandom: (unit: () => number) => void
      /** The regularised incomplete beta function. */
      readonly ibeta: (x: number, a: number, b: number) => number
      readonly beta: { readonly sample: (a: number, b: number) => number }
      readonly normal: { readonly cdf: (x: number, mean: number, spread: number) => number }
      readonly studentt: { readonly inv: (share: number, degrees: number) => number }
    }
  }
  export default jstat
}
