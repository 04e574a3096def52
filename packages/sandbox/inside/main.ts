/** The process of modes strong and standard: it confines itself before it loads the artifact. */
import { confine } from "./confine.ts"
import { load } from "./load.ts"
import { pin } from "./pin.ts"
import { pinBun } from "./pinBun.ts"
import { serve } from "./serve.ts"
import { dieWithParent } from "./tether.ts"

await serve((artifact) => {
  dieWithParent()
  confine()
  pin()
  pinBun()
  return load(artifact)
})
