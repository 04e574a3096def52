import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { sha256 } from "./Hash.ts"

/** Writes a file whole or not at all, in a folder that is made where it is missing. */
export const writeWhole = async (file: string, text: string): Promise<void> => {
  const temporary = `${file}.${process.pid}.${sha256(`${performance.now()}`).slice(0, 8)}`
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(temporary, text)
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}
