/** The process of mode none: it may do whatever its user may. */
import { load } from "./load.ts"
import { pin } from "./pin.ts"
import { pinBun } from "./pinBun.ts"
import { serve } from "./serve.ts"
import { dieWithParent } from "./tether.ts"

await serve((artifact) => {
  if (process.platform === "linux") dieWithParent()
  pin()
  pinBun()
  return load(artifact)
})
