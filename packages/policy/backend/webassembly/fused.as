// AssemblyScript. Operations of a decoder that tfjs would compute by several kernels, each with a pass over memory, in
// one pass each, in float32 on SIMD. Row-major and contiguous; addresses in bytes, counts in numbers. `build.ts` makes
// `fused.module.ts` of it. The memory is imported; only what a function is given is touched, and no result overlaps an
// input.

@inline function load4(at: usize): v128 {
  return v128.load(at)
}

@inline function sum4(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

@inline function max4(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3))
  )
}

@inline function dot(a: usize, b: usize, bytes: usize): f32 {
  const whole = bytes & ~15
  let sums = f32x4.splat(0)
  for (let i: usize = 0; i < whole; i += 16) sums = f32x4.add(sums, f32x4.mul(load4(a + i), load4(b + i)))
  let total = sum4(sums)
  for (let i = whole; i < bytes; i += 4) total += load<f32>(a + i) * load<f32>(b + i)
  return total
}

// e^x = 2^n · e^r with r within ±ln 2 / 2, and a polynomial for e^r: the scheme and the coefficients of Cephes' expf
// (Moshier, 1989); errors of some 2 units in the last place. 0 below −87.3, and 2.4e38 is the most.
@inline function exp4(x: v128): v128 {
  const low = f32x4.splat(-87.3)
  // Written so that what is no number stays none.
  const bounded = f32x4.pmin(f32x4.pmax(x, low), f32x4.splat(88.37))
  // Beside 1.5 · 2²³ a float has no fraction, and its last bits are n.
  const magic = f32x4.splat(12582912)
  const shifted = f32x4.add(f32x4.mul(bounded, f32x4.splat(1.44269504)), magic)
  const n = f32x4.sub(shifted, magic)
  let r = f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375)))
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)))
  let p = f32x4.splat(1.9875691500e-4)
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1))
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1))
  p = f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), f32x4.add(r, f32x4.splat(1)))
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23))
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, low))
}

@inline function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0)
}

@inline function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1)
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))))
}

@inline function sigmoid1(x: f32): f32 {
  return f32x4.extract_lane(sigmoid4(f32x4.splat(x)), 0)
}

@inline function inverseRoot(x: usize, bytes: usize, width: i32, epsilon: f32): f32 {
  return <f32>1 / sqrt<f32>(dot(x, x, bytes) / <f32>width + epsilon)
}

/** out = x / √(mean x² + ε) · weight over rows. */
export function rmsNorm(x: usize, weight: usize, out: usize, rows: i32, width: i32, epsilon: f32): void {
  const bytes = <usize>width << 2
  const whole = <usize>(width & ~3) << 2
  for (let row = 0; row < rows; row++) {
    const inverse = inverseRoot(x, bytes, width, epsilon)
    const factor = f32x4.splat(inverse)
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(out + i, f32x4.mul(f32x4.mul(load4(x + i), factor), load4(weight + i)))
    }
    for (let i = whole; i < bytes; i += 4) store<f32>(out + i, load<f32>(x + i) * inverse * load<f32>(weight + i))
    x += bytes
    out += bytes
  }
}

/** Gradients of x and of the weight. */
export function rmsNormGradient(
  dy: usize, x: usize, weight: usize, dx: usize, dWeight: usize, rows: i32, width: i32, epsilon: f32
): void {
  const bytes = <usize>width << 2
  const whole = <usize>(width & ~3) << 2
  memory.fill(dWeight, 0, bytes)
  for (let row = 0; row < rows; row++) {
    const inverse = inverseRoot(x, bytes, width, epsilon)
    const factor = f32x4.splat(inverse)
    let dots = f32x4.splat(0)
    for (let i: usize = 0; i < whole; i += 16) {
      const product = f32x4.mul(load4(dy + i), load4(x + i))
      dots = f32x4.add(dots, f32x4.mul(product, load4(weight + i)))
      v128.store(dWeight + i, f32x4.add(load4(dWeight + i), f32x4.mul(product, factor)))
    }
    let sum = sum4(dots)
    for (let i = whole; i < bytes; i += 4) {
      const product = load<f32>(dy + i) * load<f32>(x + i)
      sum += product * load<f32>(weight + i)
      store<f32>(dWeight + i, load<f32>(dWeight + i) + product * inverse)
    }
    const pull: f32 = sum / <f32>width * inverse * inverse * inverse
    const pulls = f32x4.splat(pull)
    for (let i: usize = 0; i < whole; i += 16) {
      const straight = f32x4.mul(f32x4.mul(load4(dy + i), load4(weight + i)), factor)
      v128.store(dx + i, f32x4.sub(straight, f32x4.mul(load4(x + i), pulls)))
    }
    for (let i = whole; i < bytes; i += 4) {
      store<f32>(dx + i, load<f32>(dy + i) * load<f32>(weight + i) * inverse - load<f32>(x + i) * pull)
    }
    dy += bytes
    x += bytes
    dx += bytes
  }
}

/** out = gate · σ(gate) · up. */
export function swiGlu(gate: usize, up: usize, out: usize, count: i32): void {
  const bytes = <usize>count << 2
  const whole = <usize>(count & ~3) << 2
  for (let i: usize = 0; i < whole; i += 16) {
    const x = load4(gate + i)
    v128.store(out + i, f32x4.mul(f32x4.mul(x, sigmoid4(x)), load4(up + i)))
  }
  for (let i = whole; i < bytes; i += 4) {
    const x = load<f32>(gate + i)
    store<f32>(out + i, x * sigmoid1(x) * load<f32>(up + i))
  }
}

/** Gradients of gate and up. */
export function swiGluGradient(dy: usize, gate: usize, up: usize, dGate: usize, dUp: usize, count: i32): void {
  const bytes = <usize>count << 2
  const whole = <usize>(count & ~3) << 2
  const one = f32x4.splat(1)
  for (let i: usize = 0; i < whole; i += 16) {
    const x = load4(gate + i)
    const d = load4(dy + i)
    const sigmoid = sigmoid4(x)
    const silu = f32x4.mul(x, sigmoid)
    // d silu / d gate = σ + silu · (1 − σ) = silu + σ · (1 − silu)
    const slope = f32x4.add(silu, f32x4.mul(sigmoid, f32x4.sub(one, silu)))
    v128.store(dGate + i, f32x4.mul(f32x4.mul(d, load4(up + i)), slope))
    v128.store(dUp + i, f32x4.mul(d, silu))
  }
  for (let i = whole; i < bytes; i += 4) {
    const x = load<f32>(gate + i)
    const d = load<f32>(dy + i)
    const sigmoid = sigmoid1(x)
    const silu = x * sigmoid
    store<f32>(dGate + i, d * load<f32>(up + i) * (silu + sigmoid * (<f32>1 - silu)))
    store<f32>(dUp + i, d * silu)
  }
}

/**
 * Turns heads by their places' angles and puts them by head: tokens [rows · places, heads · width] to
 * [rows · heads, places, width]. Cosines and sines are [rows · places, width], both halves alike. With `back` the
 * reverse, for gradients: from by head to tokens, turned back.
 */
export function rotateHeads(
  from: usize, cosines: usize, sines: usize, to: usize, rows: i32, places: i32, heads: i32, width: i32, back: bool
): void {
  const half = <usize>width << 1
  const bytes = half << 1
  const vector = half & ~15
  const sign: f32 = back ? -1 : 1
  const signs = f32x4.splat(sign)
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < places; place++) {
      for (let head = 0; head < heads; head++) {
        const token = <usize>((row * places + place) * heads + head) * bytes
        const byHead = <usize>((row * heads + head) * places + place) * bytes
        const x = from + (back ? byHead : token)
        const y = to + (back ? token : byHead)
        for (let i: usize = 0; i < vector; i += 16) {
          const first = load4(x + i)
          const second = load4(x + half + i)
          const cosine = load4(cosines + i)
          const sine = f32x4.mul(load4(sines + i), signs)
          v128.store(y + i, f32x4.sub(f32x4.mul(first, cosine), f32x4.mul(second, sine)))
          v128.store(y + half + i, f32x4.add(f32x4.mul(second, cosine), f32x4.mul(first, sine)))
        }
        for (let i = vector; i < half; i += 4) {
          const first = load<f32>(x + i)
          const second = load<f32>(x + half + i)
          const cosine = load<f32>(cosines + i)
          const sine: f32 = load<f32>(sines + i) * sign
          store<f32>(y + i, first * cosine - second * sine)
          store<f32>(y + half + i, second * cosine + first * sine)
        }
      }
      cosines += bytes
      sines += bytes
    }
  }
}

/** Writes scores with their mask, of which there is none at address 0, and gives the highest. */
@inline function masked(scores: usize, mask: usize, out: usize, bytes: usize, highest: f32): f32 {
  const whole = bytes & ~15
  let best = f32x4.splat(highest)
  if (mask == 0) {
    for (let i: usize = 0; i < whole; i += 16) {
      const score = load4(scores + i)
      v128.store(out + i, score)
      best = f32x4.pmax(best, score)
    }
  } else {
    for (let i: usize = 0; i < whole; i += 16) {
      const score = f32x4.add(load4(scores + i), load4(mask + i))
      v128.store(out + i, score)
      best = f32x4.pmax(best, score)
    }
  }
  let found = max4(best)
  for (let i = whole; i < bytes; i += 4) {
    const score: f32 = mask == 0 ? load<f32>(scores + i) : load<f32>(scores + i) + load<f32>(mask + i)
    store<f32>(out + i, score)
    found = max(found, score)
  }
  return found
}

/** Puts e^(score − highest) in the place of each score, and gives their sum. */
@inline function exponentials(at: usize, bytes: usize, highest: f32): f32 {
  const whole = bytes & ~15
  const tops = f32x4.splat(highest)
  let sums = f32x4.splat(0)
  for (let i: usize = 0; i < whole; i += 16) {
    const value = exp4(f32x4.sub(load4(at + i), tops))
    v128.store(at + i, value)
    sums = f32x4.add(sums, value)
  }
  let total = sum4(sums)
  for (let i = whole; i < bytes; i += 4) {
    const value = exp1(load<f32>(at + i) - highest)
    store<f32>(at + i, value)
    total += value
  }
  return total
}

@inline function scale(at: usize, bytes: usize, factor: f32): void {
  const whole = bytes & ~15
  const factors = f32x4.splat(factor)
  for (let i: usize = 0; i < whole; i += 16) v128.store(at + i, f32x4.mul(load4(at + i), factors))
  for (let i = whole; i < bytes; i += 4) store<f32>(at + i, load<f32>(at + i) * factor)
}

/**
 * Softmax over two parts of each row together, [rows, n] and [rows, m], scores that a mask is added to (none where its
 * address is 0). Rows of the second part are ordered (request, sample, head), of the first (request, head, sample).
 * Row r has row ⌊r / each⌋ of the first mask, and row ⌊r / secondEach⌋ mod `period` of the second.
 */
export function softmax(
  first: usize, firstMask: usize, toFirst: usize, n: i32, each: i32, samples: i32, heads: i32,
  second: usize, secondMask: usize, toSecond: usize, m: i32, secondEach: i32, period: i32, rows: i32
): void {
  const firstBytes = <usize>n << 2
  const secondBytes = <usize>m << 2
  const ofRequest = samples * heads
  for (let row = 0; row < rows; row++) {
    const within = row % ofRequest
    const firstRow = row - within + (within % heads) * samples + within / heads
    const from = first + <usize>firstRow * firstBytes
    const to = toFirst + <usize>firstRow * firstBytes
    const mask = firstMask == 0 ? 0 : firstMask + <usize>(row / each) * firstBytes
    const ownMask = secondMask == 0 ? 0 : secondMask + <usize>(row / secondEach % period) * secondBytes
    let highest = masked(from, mask, to, firstBytes, -Infinity)
    highest = masked(second, ownMask, toSecond, secondBytes, highest)
    const total: f32 = exponentials(to, firstBytes, highest) + exponentials(toSecond, secondBytes, highest)
    const factor: f32 = <f32>1 / total
    scale(to, firstBytes, factor)
    scale(toSecond, secondBytes, factor)
    second += secondBytes
    toSecond += secondBytes
  }
}

@inline function pulled(p: usize, dp: usize, out: usize, bytes: usize, inner: f32): void {
  const whole = bytes & ~15
  const inners = f32x4.splat(inner)
  for (let i: usize = 0; i < whole; i += 16) {
    v128.store(out + i, f32x4.mul(load4(p + i), f32x4.sub(load4(dp + i), inners)))
  }
  for (let i = whole; i < bytes; i += 4) store<f32>(out + i, load<f32>(p + i) * (load<f32>(dp + i) - inner))
}

/** Gradients of the scores from the probabilities of both parts and their gradients. */
export function softmaxGradient(
  first: usize, dFirst: usize, toFirst: usize, n: i32, second: usize, dSecond: usize, toSecond: usize, m: i32, rows: i32
): void {
  const firstBytes = <usize>n << 2
  const secondBytes = <usize>m << 2
  for (let row = 0; row < rows; row++) {
    const inner: f32 = dot(first, dFirst, firstBytes) + dot(second, dSecond, secondBytes)
    pulled(first, dFirst, toFirst, firstBytes, inner)
    pulled(second, dSecond, toSecond, secondBytes, inner)
    first += firstBytes
    dFirst += firstBytes
    toFirst += firstBytes
    second += secondBytes
    dSecond += secondBytes
    toSecond += secondBytes
  }
}

/**
 * A step of AdamW: first = β₁ · first + a · gradient, second = β₂ · second + b · gradient²,
 * weight = kept · weight − rate · first / (secondScale · √second + ε).
 */
export function adamW(
  weight: usize, first: usize, second: usize, gradient: usize, toWeight: usize, toFirst: usize, toSecond: usize,
  count: i32, beta1: f32, a: f32, beta2: f32, b: f32, kept: f32, rate: f32, secondScale: f32, epsilon: f32
): void {
  const bytes = <usize>count << 2
  const whole = <usize>(count & ~3) << 2
  for (let i: usize = 0; i < whole; i += 16) {
    const g = load4(gradient + i)
    const m = f32x4.add(f32x4.mul(load4(first + i), f32x4.splat(beta1)), f32x4.mul(g, f32x4.splat(a)))
    const v = f32x4.add(
      f32x4.mul(load4(second + i), f32x4.splat(beta2)),
      f32x4.mul(f32x4.mul(g, g), f32x4.splat(b))
    )
    v128.store(toFirst + i, m)
    v128.store(toSecond + i, v)
    const root = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(secondScale)), f32x4.splat(epsilon))
    const change = f32x4.mul(f32x4.div(m, root), f32x4.splat(rate))
    v128.store(toWeight + i, f32x4.sub(f32x4.mul(load4(weight + i), f32x4.splat(kept)), change))
  }
  for (let i = whole; i < bytes; i += 4) {
    const g = load<f32>(gradient + i)
    const m: f32 = load<f32>(first + i) * beta1 + g * a
    const v: f32 = load<f32>(second + i) * beta2 + g * g * b
    store<f32>(toFirst + i, m)
    store<f32>(toSecond + i, v)
    const change: f32 = m / (sqrt<f32>(v) * secondScale + epsilon) * rate
    store<f32>(toWeight + i, load<f32>(weight + i) * kept - change)
  }
}

/** out = Σ x², added in double precision. */
export function sumOfSquares(x: usize, out: usize, count: i32): void {
  const whole = <usize>(count & ~3) << 2
  const bytes = <usize>count << 2
  let total: f64 = 0
  // Blocks of some thousand squares in float32, whose sums are added in double precision.
  for (let start: usize = 0; start < whole; start += 16384) {
    const end = min(start + 16384, whole)
    let sums = f32x4.splat(0)
    for (let i = start; i < end; i += 16) sums = f32x4.add(sums, f32x4.mul(load4(x + i), load4(x + i)))
    total += <f64>sum4(sums)
  }
  for (let i = whole; i < bytes; i += 4) total += <f64>(load<f32>(x + i) * load<f32>(x + i))
  store<f32>(out, <f32>total)
}

/** out = log Σ exp of each row [rows, n]. */
export function logSumExp(x: usize, out: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2
  const whole = bytes & ~15
  for (let row = 0; row < rows; row++) {
    let best = f32x4.splat(-Infinity)
    for (let i: usize = 0; i < whole; i += 16) best = f32x4.pmax(best, load4(x + i))
    let highest = max4(best)
    for (let i = whole; i < bytes; i += 4) highest = max(highest, load<f32>(x + i))
    const tops = f32x4.splat(highest)
    let sums = f32x4.splat(0)
    for (let i: usize = 0; i < whole; i += 16) sums = f32x4.add(sums, exp4(f32x4.sub(load4(x + i), tops)))
    let total = sum4(sums)
    for (let i = whole; i < bytes; i += 4) total += exp1(load<f32>(x + i) - highest)
    store<f32>(out, highest + <f32>Math.log(<f64>total))
    x += bytes
    out += 4
  }
}

/** out = exp(x − total) · factor over rows [rows, n], with one total and one factor for each. */
export function scaledExponentials(
  x: usize, totals: usize, factors: usize, out: usize, rows: i32, n: i32
): void {
  const bytes = <usize>n << 2
  const whole = bytes & ~15
  for (let row = 0; row < rows; row++) {
    const total = load<f32>(totals)
    const factor = load<f32>(factors)
    const totals4 = f32x4.splat(total)
    const factors4 = f32x4.splat(factor)
    for (let i: usize = 0; i < whole; i += 16) {
      v128.store(out + i, f32x4.mul(exp4(f32x4.sub(load4(x + i), totals4)), factors4))
    }
    for (let i = whole; i < bytes; i += 4) store<f32>(out + i, exp1(load<f32>(x + i) - total) * factor)
    x += bytes
    out += bytes
    totals += 4
    factors += 4
  }
}

/** Adds rows [count, width] to those rows of a table which they are numbered for, in int32, in their order. */
export function addRows(table: usize, numbers: usize, rows: usize, count: i32, width: i32): void {
  const bytes = <usize>width << 2
  const whole = bytes & ~15
  for (let row = 0; row < count; row++) {
    const to = table + <usize>load<i32>(numbers + (<usize>row << 2)) * bytes
    for (let i: usize = 0; i < whole; i += 16) v128.store(to + i, f32x4.add(load4(to + i), load4(rows + i)))
    for (let i = whole; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(rows + i))
    rows += bytes
  }
}

/** Copies rows of so many bytes, each `step` bytes behind the one before. */
export function copyRows(from: usize, fromStep: usize, to: usize, toStep: usize, bytes: usize, rows: i32): void {
  const isShort = bytes <= 512 && (bytes & 15) == 0
  for (let row = 0; row < rows; row++) {
    if (isShort) {
      for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i))
    } else {
      memory.copy(to, from, bytes)
    }
    from += fromStep
    to += toStep
  }
}
