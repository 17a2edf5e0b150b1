/** Where everything lies in the memory of the WASM engine. */
import type { Bytes } from '../../units.ts';
import { MAX_K, MAX_QUERIES } from '../engine.ts';

export const PAGE: Bytes = 65_536;
/** What a 32-bit module can address, less one page for the end of the range. */
export const MAX_PAGES = 65_535;

export interface MemoryLayout {
  /** Items padded to a multiple of 32: one word of the mask. */
  items: number;
  rows: Bytes;
  scales: Bytes;
  mask: Bytes;
  queries: Bytes;
  heaps: Bytes;
  sizes: Bytes;
  scratch: Bytes;
  pages: number;
}

/** Offsets in bytes, each a multiple of 16. The first KiB stays empty, as the compiler expects. */
export function memoryLayout(count: number, stride: number): MemoryLayout {
  let end = 1024;
  const take = (bytes: Bytes): Bytes => {
    const start = end;
    end += Math.ceil(bytes / 16) * 16;
    return start;
  };
  const items = Math.ceil(count / 32) * 32;
  return {
    items,
    rows: take(items * stride),
    scales: take(items * 4),
    mask: take(items / 8),
    queries: take(MAX_QUERIES * stride * 2),
    heaps: take(MAX_QUERIES * MAX_K * 8),
    sizes: take(MAX_QUERIES * 4),
    scratch: take(16),
    pages: Math.ceil(end / PAGE),
  };
}
