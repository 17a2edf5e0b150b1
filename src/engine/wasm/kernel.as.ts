// AssemblyScript: the sweep of the WASM engine. The host lays out the memory; see engine.ts.
//
// Rows and scales are padded with zeros to a multiple of 32 items, and the mask has the padding's bits set, so that
// the inner loop knows no remainder. A candidate is a u64: the score's bits in an order in which unsigned comparison
// is numeric comparison, above the complement of the index. So one comparison decides, ties included, and a
// query's k best form a min-heap whose root is the threshold.

/** Items scored for one query before the next query has its turn: at most 16 KiB of rows, which stay in cache. */
const BLOCK: u32 = 128;

/**
 * Scores all rows with all queries.
 * @param rows int8[items × stride]  @param scales f32[items]  @param mask u32[items / 32]
 * @param items a multiple of 32  @param stride a multiple of 16  @param queries i16[queryCount × stride]
 * @param heaps u64[queryCount × k], out: each query's candidates, best first
 * @param sizes u32[queryCount], out: how many  @param scratch 16 bytes
 */
export function search(
  rows: usize,
  scales: usize,
  mask: usize,
  items: u32,
  stride: usize,
  queries: usize,
  queryCount: u32,
  heaps: usize,
  k: u32,
  sizes: usize,
  scratch: usize,
): void {
  memory.fill(sizes, 0, (<usize>queryCount) << 2);
  for (let from: u32 = 0; from < items; from += BLOCK) {
    const to = min(from + BLOCK, items);
    for (let n: u32 = 0; n < queryCount; n++) {
      sweep(rows, scales, mask, from, to, stride, queries + ((<usize>n * stride) << 1), heaps + ((<usize>(n * k)) << 3), k, sizes + (n << 2), scratch);
    }
  }
  for (let n: u32 = 0; n < queryCount; n++) sort(heaps + ((<usize>(n * k)) << 3), load<u32>(sizes + (n << 2)));
}

function sweep(
  rows: usize,
  scales: usize,
  mask: usize,
  from: u32,
  to: u32,
  stride: usize,
  query: usize,
  heap: usize,
  k: u32,
  sizeAt: usize,
  scratch: usize,
): void {
  let size = load<u32>(sizeAt);
  let threshold = f32x4.splat(thresholdOf(heap, size, k));
  for (let group = from; group < to; group += 32) {
    const excluded = load<u32>(mask + (group >> 3));
    if (excluded == 0xffffffff) continue;
    for (let item = group; item < group + 32; item += 4) {
      const scores = f32x4.mul(
        f32x4.convert_i32x4_s(dot4(rows + (<usize>item) * stride, stride, query)),
        v128.load(scales + ((<usize>item) << 2)),
      );
      let above: u32 = i32x4.bitmask(f32x4.gt(scores, threshold));
      if (above == 0) continue;
      above &= ~(excluded >> (item & 31));
      if (above == 0) continue;
      v128.store(scratch, scores);
      do {
        const lane = ctz(above);
        size = offer(heap, size, k, keyOf(load<f32>(scratch + (lane << 2)), item + lane));
        above &= above - 1;
      } while (above);
      threshold = f32x4.splat(thresholdOf(heap, size, k));
    }
  }
  store<u32>(sizeAt, size);
}

/** The dot products of four rows with one query, as i32x4. */
// @ts-ignore: decorator
@inline
function dot4(row: usize, stride: usize, query: usize): v128 {
  let a = i32x4.splat(0);
  let b = i32x4.splat(0);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  const row1 = row + stride;
  const row2 = row1 + stride;
  const row3 = row2 + stride;
  for (let at: usize = 0; at < stride; at += 16) {
    // A prefetch, one cache line per turn: hardware misjudges four rows read in step. Past the rows lie the scales.
    load<u8>(row + (at << 2), 1024);
    const q0 = v128.load(query + (at << 1));
    const q1 = v128.load(query + (at << 1), 16);
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(row + at), q0));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load8x8_s(row1 + at), q0));
    c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load8x8_s(row2 + at), q0));
    d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load8x8_s(row3 + at), q0));
    a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load8x8_s(row + at, 8), q1));
    b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load8x8_s(row1 + at, 8), q1));
    c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load8x8_s(row2 + at, 8), q1));
    d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load8x8_s(row3 + at, 8), q1));
  }
  const ab = i32x4.add(i32x4.shuffle(a, b, 0, 4, 1, 5), i32x4.shuffle(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(i32x4.shuffle(c, d, 0, 4, 1, 5), i32x4.shuffle(c, d, 2, 6, 3, 7));
  return i32x4.add(i32x4.shuffle(ab, cd, 0, 1, 4, 5), i32x4.shuffle(ab, cd, 2, 3, 6, 7));
}

function keyOf(score: f32, item: u32): u64 {
  // + 0 makes −0 a 0: the two must tie.
  const bits = reinterpret<u32>(score + 0);
  const ordered = bits & 0x80000000 ? ~bits : bits | 0x80000000;
  return ((<u64>ordered) << 32) | (<u64>~item);
}

/** What a score must exceed to enter: later items lose ties. */
function thresholdOf(heap: usize, size: u32, k: u32): f32 {
  if (size < k) return -Infinity;
  const ordered = load<u32>(heap, 4);
  return reinterpret<f32>(ordered & 0x80000000 ? ordered & 0x7fffffff : ~ordered);
}

/** Adds to a heap of at most k; the worst falls out of a full one. Returns the new size. */
function offer(heap: usize, size: u32, k: u32, key: u64): u32 {
  if (size == k) {
    if (key > load<u64>(heap)) siftDown(heap, size, key);
    return size;
  }
  let slot = size;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const above = load<u64>(heap + (parent << 3));
    if (above <= key) break;
    store<u64>(heap + (slot << 3), above);
    slot = parent;
  }
  store<u64>(heap + (slot << 3), key);
  return size + 1;
}

/** Replaces the root. */
function siftDown(heap: usize, size: u32, key: u64): void {
  let slot: u32 = 0;
  for (;;) {
    let child: u32 = 2 * slot + 1;
    if (child >= size) break;
    let below = load<u64>(heap + (child << 3));
    if (child + 1 < size) {
      const right = load<u64>(heap + (child << 3), 8);
      if (right < below) {
        below = right;
        child++;
      }
    }
    if (key <= below) break;
    store<u64>(heap + (slot << 3), below);
    slot = child;
  }
  store<u64>(heap + (slot << 3), key);
}

/** Heap sort: the worst goes last. */
function sort(heap: usize, size: u32): void {
  while (size > 1) {
    size--;
    const last = load<u64>(heap + (size << 3));
    store<u64>(heap + (size << 3), load<u64>(heap));
    siftDown(heap, size, last);
  }
}
