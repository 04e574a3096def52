/** How long a server asks to be left alone (RFC 9110, 10.2.3): seconds, or a date. */
import { Option } from "effect"

/** In milliseconds from `now`, itself milliseconds since 1970. Nothing where the header says nothing that is known. */
export const parse = (header: string, now: number): Option.Option<number> => {
  const text = header.trim()
  const until = /^\d+(\.\d+)?$/.test(text)
    ? now + Number(text) * 1000
    : /^[A-Z][a-z]+,? /.test(text)
    ? Date.parse(text)
    : NaN
  return Number.isFinite(until) ? Option.some(Math.max(0, until - now)) : Option.none()
}
