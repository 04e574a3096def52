/** The process of modes strong and standard: it confines itself before it loads the artifact. */
import { confine } from "./confine.ts"
import { load } from "./load.ts"
import { serve } from "./serve.ts"
import { dieWithParent } from "./tether.ts"

await serve((artifact) => {
  if (!dieWithParent()) throw new Error("prctl(PR_SET_PDEATHSIG) failed")
  confine()
  return load(artifact)
})
