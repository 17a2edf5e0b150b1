/** Bit masks over the items of a pack: u32[ceil(count / 32)], bit (i & 31) of word i >> 5, as the engines take them. */

export function createMask(count: number): Uint32Array {
  return new Uint32Array(Math.ceil(count / 32));
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
    const valid = rest >= 32 ? 0xffffffff : (1 << rest) - 1;
    const fresh = ~allowed[word] & ~mask[word] & valid;
    added += countBits(fresh);
    mask[word] |= fresh;
  }
  return added;
}

/** Set bits of a 32-bit word (Warren, Hacker's Delight, 5-1). */
function countBits(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
