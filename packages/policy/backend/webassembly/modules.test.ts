import { expect, test } from "bun:test"
import { sourceSha256 as fused } from "./fused.module.ts"
import { sourceSha256 as sgemm } from "./sgemm.module.ts"

test.each([["fused.as", fused], ["sgemm.as", sgemm]])(
  "the compiled module of %s belongs to it: else run build.ts",
  async (file, sha256) => {
    const source = await Bun.file(new URL(`./${file}`, import.meta.url)).bytes()
    expect(sha256).toBe(new Bun.CryptoHasher("sha256").update(source).digest("hex"))
  }
)
