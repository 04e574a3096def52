/** SHA-256 of text, hexadecimal. */
export const sha256 = (text: string): string => new Bun.CryptoHasher("sha256").update(text).digest("hex")
