import type { Facts } from "@scaler/runtime/run/RunDirectory"
import manifest from "./package.json" with { type: "json" }

/** Versions that decide what a run computes. */
export const facts = (): Facts => ({
  scaler: manifest.version,
  bun: Bun.version,
  platform: `${process.platform}-${process.arch}`
})

export const version: string = manifest.version
