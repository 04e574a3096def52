/**
 * Kernels of `Fused` in WGSL, for tfjs's WebGPU backend: those that a pass forward has, since each kernel's start costs a
 * card more than its work. Gradients are composed of tfjs's kernels.
 */
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu"
import * as tf from "@tensorflow/tfjs-core"
import type { Kernel, Layout } from "./Fused.ts"

type WebGPUProgram = Parameters<WebGPUBackend["runWebGPUProgram"]>[0]

/** Threads of a workgroup. */
const threads = 64

/** Numbers that a program is given, by name. */
type Uniforms = Readonly<Record<string, number>>

interface Program {
  /** Tells programs apart, with all that changes their code. */
  readonly key: string
  readonly inputs: Readonly<Record<string, tf.TensorInfo | undefined>>
  readonly shape: ReadonlyArray<number>
  readonly integers: Uniforms
  readonly floats?: Uniforms
  /** Workgroups; one for each 64 values of the result unless told. */
  readonly groups?: number
  /** WGSL before and within `main(index : i32)`; a number's name is put behind `uniforms.`. */
  readonly functions?: string
  readonly main: string
}

const run = (backend: WebGPUBackend, program: Program): tf.TensorInfo => {
  const { floats = {}, functions = "", groups, inputs, integers, key, main } = program
  const given = Object.entries(inputs).flatMap(([name, tensor]) =>
    tensor === undefined ? [] : [{ name, tensor }]
  )
  const size = tf.util.sizeFromShape([...program.shape])
  const declared = (uniforms: Uniforms, type: string) =>
    Object.keys(uniforms).map((name) => `${name} : ${type}, `).join("")
  const values = (uniforms: Uniforms, type: string) =>
    Object.values(uniforms).map((value) => ({ type, data: [value] }))
  const webGpu: WebGPUProgram = {
    variableNames: given.map(({ name }) => name),
    outputShape: [...program.shape],
    dispatchLayout: { x: program.shape.map((_, axis) => axis) },
    dispatch: [groups ?? Math.ceil(size / threads), 1, 1],
    workgroupSize: [threads, 1, 1],
    uniforms: declared(integers, "i32") + declared(floats, "f32"),
    shaderKey: `scaler_${key}_${given.map(({ name }) => name).join("_")}`,
    size: true,
    getUserCode: () => `${functions}\nfn main(index : i32) {\n${main}\n}\n`
  }
  return backend.runWebGPUProgram(
    webGpu,
    given.map(({ tensor }) => tensor),
    "float32",
    [...values(integers, "int32"), ...values(floats, "float32")]
  )
}

/** A WGSL function `name` that joins a value of each thread of a workgroup. */
const joining = (operator: (a: string, b: string) => string, name: string): string => `
  var<workgroup> ${name}Parts : array<f32, ${threads}>;
  fn ${name}(value : f32, lane : i32) -> f32 {
    ${name}Parts[lane] = value;
    workgroupBarrier();
    for (var step = ${threads / 2}; step > 0; step = step / 2) {
      if (lane < step) {
        ${name}Parts[lane] = ${operator(`${name}Parts[lane]`, `${name}Parts[lane + step]`)};
      }
      workgroupBarrier();
    }
    let all = ${name}Parts[0];
    workgroupBarrier();
    return all;
  }
`
const sum = joining((a, b) => `${a} + ${b}`, "sum")
const highest = joining((a, b) => `max(${a}, ${b})`, "highest")
/** Where a workgroup has a row: that, and the thread's place in it. */
const rowAndLane = `let row = index / ${threads}; let lane = i32(localId.x);`

/** A masked score of each part, by rows of the second. A program must read all that is bound to it. */
const firstScore = (isMasked: boolean): string => `
  fn firstScore(row : i32, i : i32) -> f32 {
    let within = row % (uniforms.samples * uniforms.heads);
    let ofFirst = row - within + (within % uniforms.heads) * uniforms.samples + within / uniforms.heads;
    return first[ofFirst * uniforms.n + i]${
  isMasked ? " + firstMask[row / uniforms.firstEach * uniforms.n + i]" : ""
};
  }
`
const secondScore = (isMasked: boolean): string => `
  fn secondScore(row : i32, i : i32) -> f32 {
    return second[row * uniforms.m + i]${
  isMasked ? " + secondMask[row / uniforms.secondEach % uniforms.secondMasks * uniforms.m + i]" : ""
};
  }
`

/** Registers the kernels under the backend's name. */
export const install = (backendName: string): void => {
  const register = <Attributes extends object = object>(
    kernelName: Kernel,
    kernel: (
      inputs: Readonly<Record<string, tf.TensorInfo>>,
      backend: WebGPUBackend,
      attributes: Attributes
    ) => tf.TensorInfo | Array<tf.TensorInfo>
  ): void =>
    tf.registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, backend, attrs }) =>
        kernel(
          inputs as unknown as Readonly<Record<string, tf.TensorInfo>>,
          backend as WebGPUBackend,
          attrs as unknown as Attributes
        )
    })

  register<{ readonly epsilon: number }>("ScalerRmsNorm", ({ x, weight }, backend, { epsilon }) => {
    const [rows, width] = x!.shape as [number, number]
    return run(backend, {
      key: "rmsNorm",
      inputs: { x, weight },
      shape: [rows, width],
      integers: { rows, width },
      floats: { epsilon },
      groups: rows,
      functions: sum,
      main: `
        ${rowAndLane}
        let start = row * uniforms.width;
        var squares = 0.0;
        if (row < uniforms.rows) {
          for (var i = lane; i < uniforms.width; i = i + ${threads}) {
            squares = squares + x[start + i] * x[start + i];
          }
        }
        let inverse = inverseSqrt(sum(squares, lane) / f32(uniforms.width) + uniforms.epsilon);
        if (row < uniforms.rows) {
          for (var i = lane; i < uniforms.width; i = i + ${threads}) {
            setOutputAtIndex(start + i, x[start + i] * inverse * weight[i]);
          }
        }`
    })
  })
  register("ScalerSwiGlu", ({ gate, up }, backend) =>
    run(backend, {
      key: "swiGlu",
      inputs: { gate, up },
      shape: gate!.shape,
      integers: {},
      main: `
        if (index < uniforms.size) {
          let x = gate[index];
          setOutputAtIndex(index, x / (1.0 + exp(-x)) * up[index]);
        }`
    }))
  register<{ readonly rows: number; readonly back: boolean }>(
    "ScalerRotateHeads",
    ({ x, cosines, sines }, backend, { back, rows }) => {
      const [all, , width] = cosines!.shape as [number, number, number]
      const [places, heads] = [all / rows, tf.util.sizeFromShape(x!.shape) / (all * width)]
      return run(backend, {
        key: "rotateHeads",
        inputs: { x, cosines, sines },
        shape: back ? [all, heads * width] : [rows * heads, places, width],
        integers: { places, heads, headWidth: width, back: Number(back) },
        main: `
          if (index < uniforms.size) {
            let d = index % uniforms.headWidth;
            let unit = index / uniforms.headWidth;
            var token = 0;
            var begin = 0;
            if (uniforms.back == 1) {
              token = unit / uniforms.heads;
              let stack = token / uniforms.places * uniforms.heads + unit % uniforms.heads;
              begin = (stack * uniforms.places + token % uniforms.places) * uniforms.headWidth;
            } else {
              let stack = unit / uniforms.places;
              token = stack / uniforms.heads * uniforms.places + unit % uniforms.places;
              begin = (token * uniforms.heads + stack % uniforms.heads) * uniforms.headWidth;
            }
            let half = uniforms.headWidth / 2;
            let isFirst = d < half;
            let other = x[begin + select(d - half, d + half, isFirst)];
            let sine = sines[token * uniforms.headWidth + d] * select(1.0, -1.0, isFirst != (uniforms.back == 1));
            setOutputAtIndex(index, x[begin + d] * cosines[token * uniforms.headWidth + d] + other * sine);
          }`
      })
    }
  )
  register<Layout>(
    "ScalerSoftmax",
    ({ first, firstMask, second, secondMask }, backend, { each, heads, samples }) => {
      const [rows, n] = first!.shape as [number, number]
      const m = second!.shape[1]!
      const firstEach = rows / (firstMask?.shape[0] ?? 1)
      const secondMasks = secondMask?.shape[0] ?? 1
      const integers = { rows, n, m, samples, heads, firstEach, secondEach: each, secondMasks }
      const ofFirst = { inputs: { first, firstMask }, score: firstScore(firstMask !== undefined) }
      const ofSecond = { inputs: { second, secondMask }, score: secondScore(secondMask !== undefined) }
      const isOne = n === 0
      const overFirst = (body: string) =>
        isOne ? "" : `for (var i = lane; i < uniforms.n; i = i + ${threads}) { ${body} }`
      // Of each row the highest score and the sum of exponentials.
      const totals = run(backend, {
        key: "softmaxTotals",
        inputs: { ...(isOne ? {} : ofFirst.inputs), ...ofSecond.inputs },
        shape: [rows, 2],
        integers,
        groups: rows,
        functions: (isOne ? "" : ofFirst.score) + ofSecond.score + sum + highest,
        main: `
          ${rowAndLane}
          let inside = row < uniforms.rows;
          let known = select(0, row, inside);
          var best = secondScore(known, 0);
          ${overFirst("best = max(best, firstScore(known, i));")}
          for (var i = lane; i < uniforms.m; i = i + ${threads}) { best = max(best, secondScore(known, i)); }
          let top = highest(best, lane);
          var total = 0.0;
          ${overFirst("total = total + exp(firstScore(known, i) - top);")}
          for (var i = lane; i < uniforms.m; i = i + ${threads}) {
            total = total + exp(secondScore(known, i) - top);
          }
          let all = sum(total, lane);
          if (inside && lane == 0) {
            setOutputAtIndex(2 * row, top);
            setOutputAtIndex(2 * row + 1, all);
          }`
      })
      const part = (
        name: "first" | "second",
        width: string,
        { inputs, score }: typeof ofFirst | typeof ofSecond,
        rowOf: string,
        shape: ReadonlyArray<number>
      ) =>
        run(backend, {
          key: `softmax_${name}`,
          inputs: { ...inputs, totals },
          shape,
          integers,
          functions: score,
          main: `
            if (index < uniforms.size) {
              let at = index / uniforms.${width};
              ${rowOf}
              let score = ${name}Score(row, index % uniforms.${width});
              setOutputAtIndex(index, exp(score - totals[2 * row]) / totals[2 * row + 1]);
            }`
        })
      // Rows of the first part by those of the second.
      const rowOfFirst = `
        let within = at % (uniforms.samples * uniforms.heads);
        let row = at - within + (within % uniforms.samples) * uniforms.heads + within / uniforms.samples;`
      const parts = [
        part("first", "n", ofFirst, rowOfFirst, [rows, n]),
        part("second", "m", ofSecond, "let row = at;", [rows, m])
      ]
      backend.disposeData(totals.dataId)
      return parts
    }
  )
}
