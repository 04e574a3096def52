// AssemblyScript. C = op(A)·op(B) in float32 on SIMD: blocks of A and B are packed into panels that a kernel of
// MR×NR accumulators reads in order (the scheme of Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication", 2008). Row-major and contiguous; addresses in bytes. `build.ts` makes `sgemm.module.ts` of it. The
// memory is imported; besides A, B and C only `scratch` is touched.

@inline const MR: i32 = 4
@inline const NR: i32 = 8
// Sizes of a block: A's (MC×KC) stays in the second-level cache, a panel of B (KC×NR) in the first.
@inline const MC: i32 = 96
@inline const NC: i32 = 512
@inline const KC: i32 = 256

/** Bytes of scratch that `sgemm` needs: packed A, packed B, one tile. */
export function scratchBytes(): i32 {
  return (MC * KC + NC * KC + MR * NR) << 2
}

/** Copies op(X)[rows from r, depth from p] into panels of `width` rows, depth-major, padded with zeros. */
function pack(to: usize, x: usize, rowStep: usize, depthStep: usize, rows: i32, depth: i32, width: i32): void {
  for (let row = 0; row < rows; row += width) {
    const inside = min(width, rows - row)
    let from = x + <usize>row * rowStep
    for (let p = 0; p < depth; p++) {
      if (inside == NR && rowStep == 4) {
        v128.store(to, v128.load(from))
        v128.store(to, v128.load(from, 16), 16)
      } else {
        let at = from
        for (let i = 0; i < inside; i++) {
          store<f32>(to + (<usize>i << 2), load<f32>(at))
          at += rowStep
        }
        for (let i = inside; i < width; i++) store<f32>(to + (<usize>i << 2), 0)
      }
      to += <usize>width << 2
      from += depthStep
    }
  }
}

@inline function put(c: usize, value: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(v128.load(c), value) : value)
}

/** One tile C[MR, NR] (row step `step` bytes) from packed panels; added to what is there where `add`. */
function tile(a: usize, b: usize, c: usize, step: usize, depth: i32, add: bool): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0)
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0)
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0)
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0)
  for (let p = 0; p < depth; p++) {
    const b0 = v128.load(b), b1 = v128.load(b, 16)
    let x = v128.load32_splat(a)
    c00 = f32x4.add(f32x4.mul(x, b0), c00)
    c01 = f32x4.add(f32x4.mul(x, b1), c01)
    x = v128.load32_splat(a, 4)
    c10 = f32x4.add(f32x4.mul(x, b0), c10)
    c11 = f32x4.add(f32x4.mul(x, b1), c11)
    x = v128.load32_splat(a, 8)
    c20 = f32x4.add(f32x4.mul(x, b0), c20)
    c21 = f32x4.add(f32x4.mul(x, b1), c21)
    x = v128.load32_splat(a, 12)
    c30 = f32x4.add(f32x4.mul(x, b0), c30)
    c31 = f32x4.add(f32x4.mul(x, b1), c31)
    a += MR << 2
    b += NR << 2
  }
  put(c, c00, add); put(c + 16, c01, add); c += step
  put(c, c10, add); put(c + 16, c11, add); c += step
  put(c, c20, add); put(c + 16, c21, add); c += step
  put(c, c30, add); put(c + 16, c31, add); c += step
}

export function sgemm(
  transposeA: bool, transposeB: bool, m: i32, n: i32, k: i32, a: usize, b: usize, c: usize, scratch: usize
): void {
  const packedA = scratch
  const packedB = packedA + <usize>(MC * KC << 2)
  const edge = packedB + <usize>(NC * KC << 2)
  const rowA: usize = transposeA ? 4 : <usize>k << 2
  const depthA: usize = transposeA ? <usize>m << 2 : 4
  const columnB: usize = transposeB ? <usize>k << 2 : 4
  const depthB: usize = transposeB ? 4 : <usize>n << 2
  const rowC = <usize>n << 2
  for (let jc = 0; jc < n; jc += NC) {
    const nc = min(NC, n - jc)
    for (let pc = 0; pc < k; pc += KC) {
      const kc = min(KC, k - pc)
      pack(packedB, b + <usize>jc * columnB + <usize>pc * depthB, columnB, depthB, nc, kc, NR)
      for (let ic = 0; ic < m; ic += MC) {
        const mc = min(MC, m - ic)
        pack(packedA, a + <usize>ic * rowA + <usize>pc * depthA, rowA, depthA, mc, kc, MR)
        for (let jr = 0; jr < nc; jr += NR) {
          for (let ir = 0; ir < mc; ir += MR) {
            const panelA = packedA + <usize>(ir * kc << 2)
            const panelB = packedB + <usize>(jr * kc << 2)
            const to = c + <usize>(ic + ir) * rowC + (<usize>(jc + jr) << 2)
            const rows = min(MR, mc - ir)
            const columns = min(NR, nc - jr)
            if (rows == MR && columns == NR) {
              tile(panelA, panelB, to, rowC, kc, pc > 0)
            } else {
              tile(panelA, panelB, edge, NR << 2, kc, false)
              for (let i = 0; i < rows; i++) {
                for (let j = 0; j < columns; j++) {
                  const at = to + <usize>i * rowC + (<usize>j << 2)
                  const value = load<f32>(edge + (<usize>(i * NR + j) << 2))
                  store<f32>(at, pc > 0 ? load<f32>(at) + value : value)
                }
              }
            }
          }
        }
      }
    }
  }
}
