/** Why a Tinker server did not do what it was asked. */
import { Schema } from "effect"
import { PolicyError } from "../Policy.ts"

/**
 * - `Address`: no such server can be asked: its address or the key is wrong.
 * - `Unreachable`: no try had a reply.
 * - `Forgotten`: it does not know the session, the model or the request: mostly because it was started anew.
 * - `Lost`: the reply to a request was lost that may have been applied and that the server would apply again.
 * - `Refused`: it does not take this request.
 * - `Protocol`: its reply is not what the protocol says.
 */
export class TinkerError
  extends Schema.TaggedError<TinkerError>("@scaler/policy/tinker/TinkerError")("TinkerError", {
    reason: Schema.Literal("Address", "Unreachable", "Forgotten", "Lost", "Refused", "Protocol"),
    message: Schema.String
  })
{}

const policyReason = {
  Address: "Backend",
  Unreachable: "Crashed",
  Forgotten: "Crashed",
  Lost: "Crashed",
  Refused: "Request",
  Protocol: "Backend"
} as const satisfies Record<TinkerError["reason"], PolicyError["reason"]>

/** What it means to who uses the policy. */
export const toPolicyError = ({ message, reason }: TinkerError): PolicyError => {
  const meaning = policyReason[reason]
  const advice = meaning === "Crashed"
    ? ". What the model learned since the last snapshot is lost: resume from there"
    : ""
  return new PolicyError({ reason: meaning, message: `${message}${advice}` })
}
