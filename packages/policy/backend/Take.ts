import type * as tf from "@tensorflow/tfjs-core"

/** Values of a tensor, float32 unless its type is told, which is freed. Asynchronous, for a graphics card can be read in no other way. */
export const take = async <Type extends "float32" | "int32" = "float32">(
  tensor: tf.Tensor
): Promise<tf.DataTypeMap[Type]> => {
  try {
    return await tensor.data<Type>()
  } finally {
    tensor.dispose()
  }
}
