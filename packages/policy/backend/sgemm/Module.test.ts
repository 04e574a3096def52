import { expect, test } from "bun:test"
import { sourceSha256 } from "./Module.ts"

test("the compiled kernel belongs to the source: else run build.ts", async () => {
  const source = await Bun.file(new URL("./sgemm.as", import.meta.url)).bytes()
  expect(sourceSha256).toBe(new Bun.CryptoHasher("sha256").update(source).digest("hex"))
})
