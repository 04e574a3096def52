/** The key of a server of chat completions. */
import { Config, Option, Redacted } from "effect"

/** Of the environment variable `SCALER_LLM_KEY` or `OPENAI_API_KEY`; none where the first of the two that is set is empty. */
export const key: Config.Config<Option.Option<Redacted.Redacted>> = Config.redacted("SCALER_LLM_KEY").pipe(
  Config.orElse(() => Config.redacted("OPENAI_API_KEY")),
  Config.option,
  Config.map(Option.map((secret) => Redacted.make(Redacted.value(secret).trim()))),
  Config.map(Option.filter((secret) => Redacted.value(secret) !== ""))
)
