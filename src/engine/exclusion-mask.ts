/** The bit mask of `SearchRequest.exclude`: bit (i & 31) of word i >> 5 set leaves item i out. */
import type { ItemIndex } from '../units.ts';

/** u32[ceil(count / 32)] with nothing left out. */
export function createMask(count: number): Uint32Array {
  return new Uint32Array(maskLength(count));
}

export function maskLength(count: number): number {
  return Math.ceil(count / 32);
}

export function excludeItem(mask: Uint32Array, item: ItemIndex): void {
  mask[item >> 5] |= 1 << (item & 31);
}

export function includeItem(mask: Uint32Array, item: ItemIndex): void {
  mask[item >> 5] &= ~(1 << (item & 31));
}

export function isExcluded(mask: Uint32Array, item: ItemIndex): boolean {
  return ((mask[item >> 5] >>> (item & 31)) & 1) === 1;
}

/** How many of the first `count` items are left out; bits beyond them do not count. */
export function countExcluded(mask: Uint32Array, count: number): number {
  let total = 0;
  for (let word = 0; word < maskLength(count); word++) {
    const items = count - word * 32;
    let bits = items >= 32 ? mask[word] : mask[word] & ((1 << items) - 1);
    for (; bits !== 0; bits &= bits - 1) total++;
  }
  return total;
}
