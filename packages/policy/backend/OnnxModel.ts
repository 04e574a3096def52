/** A protocol-buffer message under construction: bytes in the wire format. */
type Message = ReadonlyArray<number>

const varint = (value: number): Message =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]
const integer = (field: number, value: number): Message => [...varint(field << 3), ...varint(value)]
const message = (field: number, body: Message): Message => [
  ...varint((field << 3) | 2),
  ...varint(body.length),
  ...body
]
const text = (field: number, value: string): Message => message(field, [...new TextEncoder().encode(value)])

const contribDomain = "com.microsoft"

/** Names of the model's inputs and output. */
export const names = { a: "a", b: "b", c: "c" } as const

/**
 * An ONNX model of one node, c = op(a)·op(b) over the last two axes of float32 tensors of any shape.
 * Field numbers are those of `onnx.proto`; the node is ONNX Runtime's own `FusedMatMul`, since the standard's
 * `MatMul` cannot transpose and its `Gemm` knows no batch.
 */
export const matMul = (transposeA: boolean, transposeB: boolean): Uint8Array => {
  const attribute = (name: string, value: boolean) =>
    message(5, [...text(1, name), ...integer(3, value ? 1 : 0), ...integer(20, 2)])
  const node = [
    ...text(1, names.a),
    ...text(1, names.b),
    ...text(2, names.c),
    ...text(4, "FusedMatMul"),
    ...attribute("transA", transposeA),
    ...attribute("transB", transposeB),
    ...text(7, contribDomain)
  ]
  const float32 = (name: string) => [...text(1, name), ...message(2, message(1, integer(1, 1)))]
  const graph = [
    ...message(1, node),
    ...text(2, "product"),
    ...message(11, float32(names.a)),
    ...message(11, float32(names.b)),
    ...message(12, float32(names.c))
  ]
  const operators = (domain: string, version: number) =>
    message(8, [...text(1, domain), ...integer(2, version)])
  return Uint8Array.from([
    ...integer(1, 8),
    ...operators("", 15),
    ...operators(contribDomain, 1),
    ...message(7, graph)
  ])
}
