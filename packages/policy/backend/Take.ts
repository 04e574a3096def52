import type * as tf from "@tensorflow/tfjs-core"

/** Values of a float32 tensor, which is freed. Asynchronous, for a graphics card can be read in no other way. */
export const take = async (tensor: tf.Tensor): Promise<Float32Array> => {
  try {
    return await tensor.data<"float32">()
  } finally {
    tensor.dispose()
  }
}
