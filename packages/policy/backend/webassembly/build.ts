/**
 * Compiles each `NAME.as` here into `NAME.module.ts`: `bun packages/policy/backend/webassembly/build.ts`, after every
 * change of a source. The compiler (102 MB) is fetched for this alone and is no dependency.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

const compiler = "assemblyscript@0.28.20"
const folder = mkdtempSync(path.join(tmpdir(), "webassembly-"))
try {
  for (const file of readdirSync(import.meta.dir).filter((file) => file.endsWith(".as"))) {
    const name = path.parse(file).name
    const source = Bun.file(path.join(import.meta.dir, file))
    // The compiler reads no other ending than .ts, which would bring the source under TypeScript's check here.
    await Bun.write(path.join(folder, `${name}.ts`), source)
    await Bun
      .$`${process.execPath} x --package ${compiler} asc ${name}.ts --outFile ${name}.wasm -O3 --converge --noAssert \
      --runtime stub --enable simd --importMemory`.cwd(folder)
    const sha256 = new Bun.CryptoHasher("sha256").update(await source.bytes()).digest("hex")
    const base64 = Buffer.from(await Bun.file(path.join(folder, `${name}.wasm`)).bytes()).toString("base64")
    await Bun.write(
      path.join(import.meta.dir, `${name}.module.ts`),
      `/* Made by build.ts from ${file}. */\n\n/** SHA-256 of the source that this was made from. */\n` +
        `export const sourceSha256 = "${sha256}"\n\n/** The WebAssembly module. */\nexport const base64 =\n  "${base64}"\n`
    )
  }
} finally {
  rmSync(folder, { recursive: true })
}
