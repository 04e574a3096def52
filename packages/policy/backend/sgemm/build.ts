/**
 * Compiles `sgemm.as` into `Module.ts`: `bun packages/policy/backend/sgemm/build.ts`, after every change of the
 * source. The compiler (102 MB) is fetched for this alone and is no dependency.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

const compiler = "assemblyscript@0.28.20"
const source = path.join(import.meta.dir, "sgemm.as")
const folder = mkdtempSync(path.join(tmpdir(), "sgemm-"))
try {
  // The compiler reads no other ending than .ts, which would bring the source under TypeScript's check here.
  await Bun.write(path.join(folder, "sgemm.ts"), Bun.file(source))
  await Bun.$`bunx --package ${compiler} asc sgemm.ts --outFile sgemm.wasm -O3 --converge --noAssert \
    --runtime stub --enable simd --importMemory`.cwd(folder)
  const sha256 = new Bun.CryptoHasher("sha256").update(await Bun.file(source).bytes()).digest("hex")
  const base64 = Buffer.from(await Bun.file(path.join(folder, "sgemm.wasm")).bytes()).toString("base64")
  await Bun.write(
    path.join(import.meta.dir, "Module.ts"),
    `/* Made by build.ts from sgemm.as. */\n\n/** SHA-256 of the source that this was made from. */\n` +
      `export const sourceSha256 = "${sha256}"\n\n/** The WebAssembly module. */\nexport const base64 =\n  "${base64}"\n`
  )
} finally {
  rmSync(folder, { recursive: true })
}
