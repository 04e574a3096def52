/** Operations with a gradient written by hand: fewer passes over memory and fewer kept tensors than a tape of kernels. */
import * as tf from "@tensorflow/tfjs-core"

/** What an operation computed, and how a change of its value becomes changes of its inputs. */
export interface Differentiated<Value extends tf.Tensor> {
  readonly value: Value
  /** Kept until the gradient is taken; every other tensor made on the way is disposed. */
  readonly saved: ReadonlyArray<tf.Tensor>
  /** From the gradient of the value and `saved`, the gradient of each input in order. */
  readonly gradient: (gradient: Value, saved: ReadonlyArray<tf.Tensor>) => ReadonlyArray<tf.Tensor>
}

/** Runs `forward` on inputs; under a tape, its `gradient` is what flows back. */
export const apply = <Inputs extends ReadonlyArray<tf.Tensor>, Value extends tf.Tensor>(
  inputs: Inputs,
  forward: (...inputs: Inputs) => Differentiated<Value>
): Value =>
  // Without a tape, as in sampling, its bookkeeping would cost more than the kernels of a small operation.
  tf.engine().isTapeOn()
    ? tf.customGrad<Value>((...withSave) => {
      const save = withSave.pop() as unknown as tf.GradSaveFunc
      const { gradient, saved, value } = forward(...(withSave as unknown as Inputs))
      save([...saved])
      return { value, gradFunc: (dy, kept) => [...gradient(dy, kept)] }
    })(...inputs)
    : tf.tidy(() => forward(...inputs).value)
