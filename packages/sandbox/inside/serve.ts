/** Answers calls over standard input and output until the stream ends. Nothing that is said is trusted. */
import { type Answer, failedReply, loadedReply } from "./answer.ts"
import * as Frames from "./frames.ts"

/** `load` makes the artifact, which is the first message, answer. */
export const serve = async (load: (artifact: string) => Promise<Answer>): Promise<never> => {
  const boot = Frames.read()
  if (boot === undefined) process.exit(0)
  const { artifact } = JSON.parse(boot) as { readonly artifact: string }
  try {
    const answer = await load(artifact)
    Frames.write(loadedReply)
    for (let text = Frames.read(); text !== undefined; text = Frames.read()) Frames.write(answer(text))
  } catch (thrown) {
    Frames.write(failedReply(thrown))
  }
  process.exit(0)
}
