/** What the controlling process and the policy's process say to each other, as structured clones. */
import type {
  PolicyError,
  PolicyInfo,
  PublishedWeights,
  Response,
  SampleRequest,
  SamplingOptions,
  SnapshotFile
} from "../Policy.ts"
import type { SupervisedExample, TrainingRollout, UpdateOptions, UpdateReport } from "../Policy.ts"
import type { TfjsPolicyConfig } from "./TfjsPolicy.ts"

/** What can be asked, and the answer's type. `Start` comes first and once. */
interface Calls {
  readonly Start: { readonly input: { readonly config: TfjsPolicyConfig }; readonly output: PolicyInfo }
  readonly Sample: {
    readonly input: {
      readonly requests: ReadonlyArray<SampleRequest>
      readonly options: SamplingOptions
      /** Where not the present weights are sampled from: others, sent once, then `last` for the same again. */
      readonly weights?: PublishedWeights | "last"
    }
    readonly output: ReadonlyArray<ReadonlyArray<Response>>
  }
  readonly Update: {
    readonly input: { readonly rollouts: ReadonlyArray<TrainingRollout>; readonly options: UpdateOptions }
    readonly output: UpdateReport
  }
  readonly Supervise: {
    readonly input: { readonly examples: ReadonlyArray<SupervisedExample>; readonly learningRate: number }
    readonly output: UpdateReport
  }
  readonly Publish: { readonly input: object; readonly output: PublishedWeights }
  readonly Snapshot: {
    readonly input: { readonly directory: string }
    readonly output: ReadonlyArray<SnapshotFile>
  }
  readonly Restore: { readonly input: { readonly directory: string }; readonly output: undefined }
  readonly Reference: { readonly input: { readonly directory: string }; readonly output: undefined }
}

export type CallTag = keyof Calls
export type Call<Tag extends CallTag = CallTag> = {
  readonly [T in Tag]: { readonly _tag: T } & Calls[T]["input"]
}[Tag]
export type Answer<Tag extends CallTag> = Calls[Tag]["output"]

/** From the controlling process. Calls are answered one after the other, in the order in which they come. */
export interface Asked {
  readonly id: number
  readonly call: Call
}

/** From the policy's process. `Ready` comes once, when it listens; a `Defect` is its last word. */
export type Said =
  | { readonly _tag: "Ready" }
  | { readonly _tag: "Answered"; readonly id: number; readonly value: Answer<CallTag> }
  | {
    readonly _tag: "Refused"
    readonly id: number
    readonly reason: PolicyError["reason"]
    readonly message: string
  }
  | { readonly _tag: "Defect"; readonly message: string }
