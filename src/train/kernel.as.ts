/**
 * The trainer's inner loops, in f64x2 SIMD. Matrices are row-major f64 with a leading dimension (`ld`, in elements);
 * sizes of tiles are multiples of 4. One micro-kernel, a 4 × 4 tile held in eight registers, carries all of them.
 */

/** C tile ± Σ_k w[k][0..3]ᵀ · p[k][0..3], k = 0 … depth − 1. */
// @ts-ignore: decorator
@inline
function tile(c: usize, ldc: usize, w: usize, ldw: usize, p: usize, ldp: usize, depth: i32, subtract: bool): void {
  const c1 = c + ldc;
  const c2 = c1 + ldc;
  const c3 = c2 + ldc;
  let a00 = v128.load(c);
  let a01 = v128.load(c, 16);
  let a10 = v128.load(c1);
  let a11 = v128.load(c1, 16);
  let a20 = v128.load(c2);
  let a21 = v128.load(c2, 16);
  let a30 = v128.load(c3);
  let a31 = v128.load(c3, 16);
  for (let k = 0; k < depth; k++) {
    const p0 = v128.load(p);
    const p1 = v128.load(p, 16);
    const w0 = v128.load64_splat(w);
    const w1 = v128.load64_splat(w, 8);
    const w2 = v128.load64_splat(w, 16);
    const w3 = v128.load64_splat(w, 24);
    if (subtract) {
      a00 = f64x2.sub(a00, f64x2.mul(w0, p0));
      a01 = f64x2.sub(a01, f64x2.mul(w0, p1));
      a10 = f64x2.sub(a10, f64x2.mul(w1, p0));
      a11 = f64x2.sub(a11, f64x2.mul(w1, p1));
      a20 = f64x2.sub(a20, f64x2.mul(w2, p0));
      a21 = f64x2.sub(a21, f64x2.mul(w2, p1));
      a30 = f64x2.sub(a30, f64x2.mul(w3, p0));
      a31 = f64x2.sub(a31, f64x2.mul(w3, p1));
    } else {
      a00 = f64x2.add(a00, f64x2.mul(w0, p0));
      a01 = f64x2.add(a01, f64x2.mul(w0, p1));
      a10 = f64x2.add(a10, f64x2.mul(w1, p0));
      a11 = f64x2.add(a11, f64x2.mul(w1, p1));
      a20 = f64x2.add(a20, f64x2.mul(w2, p0));
      a21 = f64x2.add(a21, f64x2.mul(w2, p1));
      a30 = f64x2.add(a30, f64x2.mul(w3, p0));
      a31 = f64x2.add(a31, f64x2.mul(w3, p1));
    }
    w += ldw;
    p += ldp;
  }
  v128.store(c, a00);
  v128.store(c, a01, 16);
  v128.store(c1, a10);
  v128.store(c1, a11, 16);
  v128.store(c2, a20);
  v128.store(c2, a21, 16);
  v128.store(c3, a30);
  v128.store(c3, a31, 16);
}

/**
 * C += WᵀP, or its upper triangle only (tiles with column ≥ row), for W [depth × rows] and P [depth × cols].
 */
export function addProduct(
  c: usize, ldc: i32, w: usize, ldw: i32, p: usize, ldp: i32, rows: i32, cols: i32, depth: i32, upper: i32,
): void {
  const lc = (<usize>ldc) << 3;
  const lw = (<usize>ldw) << 3;
  const lp = (<usize>ldp) << 3;
  for (let i = 0; i < rows; i += 4) {
    const row = c + <usize>i * lc;
    const wi = w + ((<usize>i) << 3);
    for (let j = upper ? i : 0; j < cols; j += 4) {
      tile(row + ((<usize>j) << 3), lc, wi, lw, p + ((<usize>j) << 3), lp, depth, false);
    }
  }
}

/** C −= WᵀP; as {@link addProduct}, all tiles. */
export function subtractProduct(
  c: usize, ldc: i32, w: usize, ldw: i32, p: usize, ldp: i32, rows: i32, cols: i32, depth: i32,
): void {
  const lc = (<usize>ldc) << 3;
  const lw = (<usize>ldw) << 3;
  const lp = (<usize>ldp) << 3;
  for (let i = 0; i < rows; i += 4) {
    const row = c + <usize>i * lc;
    const wi = w + ((<usize>i) << 3);
    for (let j = 0; j < cols; j += 4) {
      tile(row + ((<usize>j) << 3), lc, wi, lw, p + ((<usize>j) << 3), lp, depth, true);
    }
  }
}

/**
 * Cholesky A = UᵀU in place, reading and writing the upper triangle of A [n × n], n a multiple of 4. Left-looking by
 * panels of four rows, so that the micro-kernel does the work.
 * @returns 0, or 1 + the index of the first pivot that is not positive.
 */
export function cholesky(a: usize, ld: i32, n: i32): i32 {
  const la = (<usize>ld) << 3;
  for (let r = 0; r < n; r += 4) {
    const panel = a + <usize>r * la;
    const above = a + ((<usize>r) << 3);
    for (let j = r; j < n; j += 4) {
      const column = (<usize>j) << 3;
      tile(panel + column, la, above, la, a + column, la, r, true);
    }
    for (let i = r; i < r + 4; i++) {
      const row = a + <usize>i * la;
      for (let k = r; k < i; k++) {
        const from = a + <usize>k * la;
        const factor = load<f64>(from + ((<usize>i) << 3));
        for (let j = i; j < n; j++) {
          const at = (<usize>j) << 3;
          store<f64>(row + at, load<f64>(row + at) - factor * load<f64>(from + at));
        }
      }
      const pivot = load<f64>(row + ((<usize>i) << 3));
      if (!(pivot > 0)) return i + 1;
      const root = Math.sqrt(pivot);
      store<f64>(row + ((<usize>i) << 3), root);
      for (let j = i + 1; j < n; j++) {
        const at = row + ((<usize>j) << 3);
        store<f64>(at, load<f64>(at) / root);
      }
    }
  }
  return 0;
}

/** Solves UᵀU x = b in place of b [n], U from {@link cholesky}. */
export function solve(u: usize, ld: i32, n: i32, b: usize): void {
  const lu = (<usize>ld) << 3;
  for (let i = 0; i < n; i++) {
    const row = u + <usize>i * lu;
    const x = load<f64>(b + ((<usize>i) << 3)) / load<f64>(row + ((<usize>i) << 3));
    store<f64>(b + ((<usize>i) << 3), x);
    for (let j = i + 1; j < n; j++) {
      const at = (<usize>j) << 3;
      store<f64>(b + at, load<f64>(b + at) - x * load<f64>(row + at));
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = u + <usize>i * lu;
    let sum = load<f64>(b + ((<usize>i) << 3));
    for (let j = i + 1; j < n; j++) {
      const at = (<usize>j) << 3;
      sum -= load<f64>(row + at) * load<f64>(b + at);
    }
    store<f64>(b + ((<usize>i) << 3), sum / load<f64>(row + ((<usize>i) << 3)));
  }
}
