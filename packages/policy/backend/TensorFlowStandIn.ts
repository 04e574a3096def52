/** For tests: tfjs's plain JavaScript under TensorFlow's name, since TensorFlow's library is on few machines. */
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu"
import * as tf from "@tensorflow/tfjs-core"

const name = "tensorflow"

/** What the packages of TensorFlow's say of themselves. */
interface Build {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
}

/** Registers the stand-in as the packages register TensorFlow, until `remove`. */
export const add = (build: Build): void => {
  tf.registerBackend(name, () => {
    const backend = new MathBackendCPU()
    // Else its first tensor prints a banner.
    Object.assign(backend, { firstUse: false, binding: { TF_Version: "stand-in" }, ...build })
    return backend
  })
  tf.copyRegisteredKernels("cpu", name)
}

export const remove = (): void => {
  tf.removeBackend(name)
  for (const { kernelName } of tf.getKernelsForBackend(name)) tf.unregisterKernel(kernelName, name)
}
