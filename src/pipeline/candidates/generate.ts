import type { Engine, TopK } from '../../engine/engine.ts';
import { MAX_K } from '../../engine/engine.ts';
import type { Quotas } from '../../pack/format.ts';
import type { Pack } from '../../pack/pack.ts';
import type { Similarity } from '../similarity.ts';
import type { Trace } from '../types.ts';
import type { Anchor } from './anchors.ts';
import { generateNeighbours } from './neighbours.ts';
import { CandidatePool, type Generated } from './pool.ts';
import { generatePopular } from './popular.ts';
import { generateRecent } from './recent.ts';
import { generateTaste } from './taste.ts';

export interface GenerateInput {
  pack: Pack;
  engine: Engine;
  /** Set: left out. */
  exclude: Uint32Array;
  quotas: Quotas;
  limit: number;
  /** The folded-in shopper, or `null`. */
  taste: Float32Array | null;
  recent: readonly Anchor[];
  /** f64[items] */
  neighbours: Float64Array | null;
  similarity: Similarity;
}

/**
 * The first stage: every generator names its best items. All vector generators are rows of one search, so the catalogue
 * is swept once. A quota other than 0 is raised to the shelf's length; one search answers at most 1,000 per row.
 */
export async function generateCandidates(
  input: GenerateInput,
): Promise<{ pool: CandidatePool; generators: Trace['generators'] }> {
  const { pack, exclude, limit, similarity } = input;
  const raised = (quota: number) => (quota === 0 ? 0 : Math.max(quota, limit));
  const taste = Math.min(MAX_K, raised(input.quotas.taste));
  const recent = Math.min(MAX_K, raised(input.quotas.recent));
  const neighbours = raised(input.quotas.neighbours);
  const popular = raised(input.quotas.popular);

  const started = performance.now();
  const found = await sweep(input, taste, recent);
  const sweepMs = performance.now() - started;

  const pool = new CandidatePool();
  const generators: Trace['generators'] = [];
  const run = (
    name: Trace['generators'][number]['name'],
    quota: number,
    extraMs: number,
    generate: () => Generated,
  ) => {
    const start = performance.now();
    const line = pool.add(name, quota, generate());
    generators.push({ ...line, ms: performance.now() - start + extraMs });
  };
  // The sweep is one for both vector generators; its time stands with the first that had a row in it.
  run('taste', taste, found.taste === null ? 0 : sweepMs, () => generateTaste(found.taste, taste));
  run('recent', recent, found.taste === null ? sweepMs : 0, () =>
    generateRecent(input.recent, found.recent, recent, similarity),
  );
  run('neighbours', neighbours, 0, () => generateNeighbours(input.neighbours, neighbours, exclude));
  run('popular', popular, 0, () =>
    generatePopular(pack, popular, exclude, limit - pool.size, (index) => pool.has(index)),
  );
  return { pool, generators };
}

async function sweep(
  { engine, exclude, taste, recent, similarity }: GenerateInput,
  tasteQuota: number,
  recentQuota: number,
): Promise<{ taste: TopK | null; recent: (TopK | null)[] }> {
  const queries: Float32Array[] = [];
  const wantsTaste = taste !== null && tasteQuota > 0;
  if (wantsTaste) queries.push(taste);
  const rows = recent.map(({ item }) => {
    const vector = recentQuota > 0 ? similarity.unitVector(item) : null;
    return vector === null ? -1 : queries.push(vector) - 1;
  });
  if (queries.length === 0) return { taste: null, recent: rows.map(() => null) };
  const k = Math.max(wantsTaste ? tasteQuota : 0, queries.length > Number(wantsTaste) ? recentQuota : 0);
  const results = await engine.search({ queries, k, exclude });
  return {
    taste: wantsTaste ? results[0] : null,
    recent: rows.map((row) => (row < 0 ? null : results[row])),
  };
}
