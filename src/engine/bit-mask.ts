/**
 * Bit masks over the items of a pack: u32[ceil(count / 32)], bit (i & 31) of word i >> 5. What a set bit means is its owner's
 * affair: in `SearchRequest.exclude` it leaves the item out.
 */

/** With every bit clear. */
export function createMask(count: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(maskLength(count));
}

/** Words of a mask over `count` items. */
export function maskLength(count: number): number {
  return Math.ceil(count / 32);
}

export function hasBit(mask: Uint32Array, index: number): boolean {
  return (mask[index >>> 5] & (1 << (index & 31))) !== 0;
}

/** @returns whether the bit was clear before. */
export function setBit(mask: Uint32Array, index: number): boolean {
  const bit = 1 << (index & 31);
  if ((mask[index >>> 5] & bit) !== 0) return false;
  mask[index >>> 5] |= bit;
  return true;
}

/** Sets in `mask` every bit below `count` that is clear in `allowed`. @returns how many bits were clear before. */
export function setAllBut(mask: Uint32Array, allowed: Uint32Array, count: number): number {
  let added = 0;
  for (let word = 0; word < mask.length; word++) {
    // The last word has bits beyond the last item: they stay clear.
    const rest = count - word * 32;
    const valid = rest >= 32 ? -1 : (1 << rest) - 1;
    const fresh = ~allowed[word] & ~mask[word] & valid;
    // Each step clears the lowest bit.
    for (let bits = fresh; bits !== 0; bits &= bits - 1) added++;
    mask[word] |= fresh;
  }
  return added;
}
