/** Host side of the trainer's WASM kernel: one instance per thread, its memory laid out by a bump allocator. */
import { KERNEL_BASE64 } from './kernel.generated.ts';

const PAGE_BYTES = 65_536;
/** Every allocation starts on a cache line. */
const ALIGNMENT = 64;

interface KernelExports {
  addProduct(
    c: number,
    ldc: number,
    w: number,
    ldw: number,
    p: number,
    ldp: number,
    rows: number,
    cols: number,
    depth: number,
    upper: number,
  ): void;
  subtractProduct(
    c: number,
    ldc: number,
    w: number,
    ldw: number,
    p: number,
    ldp: number,
    rows: number,
    cols: number,
    depth: number,
  ): void;
  cholesky(a: number, ld: number, n: number): number;
  solve(u: number, ld: number, n: number, b: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** A piece of the kernel's memory: f64[length] at byte `pointer`. */
export interface Region {
  pointer: number;
  length: number;
}

export interface Kernel extends KernelExports {
  /** The view of a region. Growing the memory detaches views: ask again after the last {@link createKernel}. */
  view(region: Region): Float64Array;
}

/**
 * Instantiates the kernel over a memory that holds one region of each given length (in f64).
 * The views stay valid for the life of the instance, because nothing grows the memory afterwards.
 */
export function createKernel(lengths: readonly number[]): { kernel: Kernel; regions: Region[] } {
  compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_BASE64, 'base64'));
  let top = ALIGNMENT;
  const regions = lengths.map((length) => {
    const pointer = top;
    top += Math.ceil((length * 8) / ALIGNMENT) * ALIGNMENT;
    return { pointer, length };
  });
  const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil(top / PAGE_BYTES)) });
  const instance = new WebAssembly.Instance(compiled, { env: { memory } });
  const exports = instance.exports as unknown as KernelExports;
  const kernel: Kernel = {
    addProduct: exports.addProduct,
    subtractProduct: exports.subtractProduct,
    cholesky: exports.cholesky,
    solve: exports.solve,
    view: ({ pointer, length }) => new Float64Array(memory.buffer, pointer, length),
  };
  return { kernel, regions };
}
