/** Where the final answer stands. */
import { type Case, integer, r, responses } from "./Case.ts"

export const finding: ReadonlyArray<Case> = [
  ...responses(
    integer,
    5,
    [
      r`So the answer is \boxed{5}.`,
      r`First \boxed{4}. No, wait: \boxed{5}`,
      r`$$\boxed{5}$$`,
      r`\boxed {5}`,
      "\\boxed\n{5}",
      r`\\boxed{5}`,
      r`\\\boxed{5}`,
      r`\boxed{\boxed{5}}`,
      r`\boxed{\fbox{5}}`,
      r`\boxed{ \boxed{5}`,
      r`the box \boxed{5} and then \boxed{`,
      r`\boxed{5} or maybe \boxed{6`,
      r`{ \boxed{5}`,
      r`} \boxed{5} }`,
      r`\{ \boxed{5} \}`,
      r`\boxed{5} \fbox{6} boxed{7} \boxed 8 \boxedx{9}`
    ],
    [
      r`\boxed{5} ... \boxed{4}`,
      r`The answer is 5: \boxed{4}`,
      r`\boxed{5} \boxed{6} \boxed{`,
      r`\boxed{4} 5`
    ],
    [
      "",
      "5",
      "The answer is 5.",
      "The answer is 5 \\boxed{",
      "The answer is 5 \\boxed{5",
      r`\fbox{5}`,
      r`\boxed 5`,
      r`\boxed5`,
      r`\boxed[5]`,
      r`boxed{5}`,
      r`\Boxed{5}`,
      r`\boxedanswer{5}`,
      r`\boxed{5\}`,
      r`\boxed\{5\}`,
      r`\boxed{}`,
      r`\boxed{5} but put the answer in \boxed{}`,
      r`\boxed{\text{5}`
    ]
  )
]
