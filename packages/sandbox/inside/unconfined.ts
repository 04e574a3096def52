/** The process of mode none: it may do whatever its user may. */
import { load } from "./load.ts"
import { serve } from "./serve.ts"
import { dieWithParent } from "./tether.ts"

await serve((artifact) => {
  dieWithParent()
  return load(artifact)
})
