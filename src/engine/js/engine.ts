/** The engine in plain JavaScript: the reference that the others are compared with. */
import type { ItemMatrix } from '../../pack/pack.ts';
import { hasBit } from '../bit-mask.ts';
import type { Engine, SearchRequest, TopK } from '../engine.ts';
import { checkMatrix, destroyedError, type PreparedSearch, prepareSearch } from '../prepare.ts';
import { unscaledScore } from '../score.ts';
import { TopKHeap } from '../top-k.ts';

/** @throws LocavoreError `invalid-argument` for a matrix that contradicts itself. Always available. */
export async function createJsEngine(matrix: ItemMatrix): Promise<Engine> {
  checkMatrix(matrix);
  let source: ItemMatrix | null = matrix;
  return {
    name: 'js',
    description: 'JavaScript, one thread',
    async search(request: SearchRequest): Promise<TopK[]> {
      if (source === null) throw destroyedError();
      return sweep(source, prepareSearch(source, request));
    },
    destroy() {
      source = null;
    },
  };
}

function sweep(matrix: ItemMatrix, { queries, k, exclude }: PreparedSearch): TopK[] {
  const heaps = queries.map(() => new TopKHeap(k));
  for (let item = 0; item < matrix.count; item++) {
    if (exclude !== null && hasBit(exclude, item)) continue;
    for (let n = 0; n < queries.length; n++) {
      heaps[n].offer(unscaledScore(matrix, queries[n].values, item), item);
    }
  }
  return heaps.map((heap, n) => heap.drain(queries[n].queryScale));
}
