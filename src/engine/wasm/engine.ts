/** The WASM engine: one SIMD kernel of about a kilobyte, inlined, over a copy of the matrix in its own memory. */
import { LocavoreError } from '../../errors.ts';
import type { ItemMatrix } from '../../pack/pack.ts';
import type { Engine, SearchRequest, TopK } from '../engine.ts';
import { keysToTopK } from '../keys.ts';
import { checkMatrix, destroyedError, type PreparedSearch, prepareSearch } from '../prepare.ts';
import { KERNEL_BASE64 } from './kernel.generated.ts';
import { MAX_PAGES, type MemoryLayout, memoryLayout, PAGE } from './memory.ts';

type Search = (
  rows: number,
  scales: number,
  mask: number,
  items: number,
  stride: number,
  queries: number,
  queryCount: number,
  heaps: number,
  k: number,
  sizes: number,
  scratch: number,
) => void;

/**
 * @throws LocavoreError `engine-unavailable` where WebAssembly or its SIMD is missing, a CSP forbids it, or the matrix
 * is beyond 4 GiB; `engine-failed` when memory runs out; `invalid-argument` for a matrix that contradicts itself.
 */
export async function createWasmEngine(matrix: ItemMatrix): Promise<Engine> {
  checkMatrix(matrix);
  const module = await compile();
  const layout = memoryLayout(matrix.count, matrix.stride);
  const memory = allocate(layout);
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  const search = instance.exports.search as Search;
  new Int8Array(memory.buffer).set(matrix.rows, layout.rows);
  new Float32Array(memory.buffer).set(matrix.scales, layout.scales / 4);
  // Not the matrix itself: the engine has its copy.
  const shape = { ...matrix, rows: new Int8Array(0), scales: new Float32Array(0) };
  let source: WebAssembly.Memory | null = memory;
  return {
    name: 'wasm',
    description: 'WASM SIMD, one thread',
    async search(request: SearchRequest): Promise<TopK[]> {
      if (source === null) throw destroyedError();
      return sweep(source, layout, search, shape, prepareSearch(shape, request));
    },
    destroy() {
      source = null;
    },
  };
}

function sweep(
  memory: WebAssembly.Memory,
  layout: MemoryLayout,
  search: Search,
  shape: ItemMatrix,
  { queries, k, exclude }: PreparedSearch,
): TopK[] {
  if (k > 0 && queries.length > 0) {
    writeMask(new Uint32Array(memory.buffer, layout.mask, layout.items / 32), shape.count, exclude);
    const values = new Int16Array(memory.buffer, layout.queries);
    for (const [n, query] of queries.entries()) values.set(query.values, n * shape.stride);
    search(
      layout.rows,
      layout.scales,
      layout.mask,
      layout.items,
      shape.stride,
      layout.queries,
      queries.length,
      layout.heaps,
      k,
      layout.sizes,
      layout.scratch,
    );
  }
  const sizes = new Uint32Array(memory.buffer, layout.sizes, queries.length);
  return queries.map(({ queryScale }, n) => {
    const keys = new Uint32Array(memory.buffer, layout.heaps + n * k * 8, k === 0 ? 0 : sizes[n] * 2);
    return keysToTopK(keys, queryScale);
  });
}

/** The caller's mask, with the bits of the padding set. */
function writeMask(mask: Uint32Array, count: number, exclude: Uint32Array | null): void {
  if (exclude === null) mask.fill(0);
  else mask.set(exclude);
  if ((count & 31) !== 0) mask[mask.length - 1] |= -1 << (count & 31);
}

async function compile(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') {
    throw unavailable(
      'this environment has no WebAssembly (a lockdown mode switches it off). Use engine "js".',
    );
  }
  const bytes = Uint8Array.from(atob(KERNEL_BASE64), (letter) => letter.charCodeAt(0));
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    if (!WebAssembly.validate(bytes)) {
      throw unavailable('this browser has WebAssembly without SIMD. Update it, or use engine "js".', cause);
    }
    throw unavailable(
      "the page refuses WebAssembly. Allow it in the Content-Security-Policy: script-src 'wasm-unsafe-eval'. " +
        `The browser says: ${(cause as Error).message}`,
      cause,
    );
  }
}

function allocate({ pages }: MemoryLayout): WebAssembly.Memory {
  if (pages > MAX_PAGES) {
    throw unavailable(
      `the matrix needs ${pages} pages of 64 KiB and WebAssembly addresses ${MAX_PAGES}. Use engine "webgpu" or "js".`,
    );
  }
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new LocavoreError(
      'engine-failed',
      `wasm engine: no memory for ${(pages * PAGE) / 2 ** 20} MiB. Close other pages or use a smaller pack.`,
      { cause },
    );
  }
}

function unavailable(message: string, cause?: unknown): LocavoreError {
  return new LocavoreError('engine-unavailable', `wasm engine: ${message}`, { cause });
}
