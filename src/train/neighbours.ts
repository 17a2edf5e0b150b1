/**
 * Item–item neighbour lists: EASE (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", 2019), that is
 * B = −P / diag(P) off the diagonal, P = (XᵀX + λI)⁻¹, cut to the strongest weights by magnitude with their signs.
 * X is users × items. Column j of B is the ridge regression of item j on all others; confined to the items that occur
 * with j most often (`local`) it needs no large matrix, and predicts better. B is never held whole, and P only where it
 * fits the memory bound.
 */
import { LocavoreError } from '../errors.ts';
import type { NeighbourLists } from '../pack/pack.ts';
import type { Bytes } from '../units.ts';
import { defaultsFor, RATING_DEFAULTS } from './defaults.ts';
import type { Interactions } from './interactions.ts';
import { createSquare, inverseBytes, invert, paddedSize } from './inverse.ts';
import { type CutWeights, ITEMS_PER_BLOCK } from './neighbours-job.ts';
import { type SparseMatrix, transpose } from './sparse.ts';
import { type RunOptions, sharedFloat32, sharedFloat64, sharedUint32, Threads } from './threads.ts';

/** `dual` and `primal` invert users × users and items × items, and give the same weights. */
export type NeighbourMethod = 'dual' | 'primal' | 'local';

export interface NeighbourOptions {
  /** λ of EASE, > 0. */
  lambda: number;
  /** Weights kept per item, 1 … 1,000. */
  keep: number;
  /** Keep the strongest weights into each target, or from each source (exact methods only). */
  per: 'target' | 'source';
  /** X's entry of a dislike, −10 … 10. 0: as if unobserved. */
  dislikeValue: number;
  /** X's entry of a pair that is known but neither liked nor disliked, −10 … 10. */
  neutralValue: number;
  /**
   * `local`: one regression per item over its strongest {@link localCandidates} M. Working memory: at most
   * 20 + 8 T bytes per user–item pair, 16 × keep + 40 T per item, 8 T per user and 8 T M² in all, on T threads.
   * `exact`: over all items, by the smaller of users × users and items × items; where that exceeds {@link maxBytes},
   * `local` after all.
   */
  method: 'local' | 'exact' | 'dual' | 'primal';
  /** `local`: how many co-occurring items take part in one item's regression, 1 … 4,096. */
  localCandidates: number;
  /** Working memory that the inverse of `exact` may take at most; `local` has no such inverse, and ignores it. */
  maxBytes: Bytes;
}

/** For ratings; data without ratings has its own, see {@link defaultsFor}. */
export const DEFAULT_NEIGHBOURS: NeighbourOptions = RATING_DEFAULTS.neighbours;

/**
 * @throws LocavoreError `invalid-argument` for options outside their range, or for a `dual` or `primal` that does not
 * fit the bound; `aborted`.
 */
export async function trainNeighbours(
  interactions: Interactions,
  options: Partial<NeighbourOptions> = {},
  run: RunOptions = {},
): Promise<NeighbourLists> {
  return quantiseNeighbours(await trainWeights(interactions, options, run));
}

/** Signed weights by source item in full precision (CSR): what {@link quantiseNeighbours} rounds. */
export interface NeighbourWeights {
  offsets: Uint32Array;
  targets: Uint32Array;
  weights: Float32Array;
}

export async function trainWeights(
  interactions: Interactions,
  options: Partial<NeighbourOptions> = {},
  run: RunOptions = {},
): Promise<NeighbourWeights> {
  const settings = { ...defaultsFor(interactions).neighbours, ...options };
  checkOptions(settings);
  const byUser = designMatrix(interactions, settings);
  const byItem = transpose(byUser);
  const items = byItem.rows;
  const cut: CutWeights = {
    keep: settings.keep,
    per: settings.per,
    counts: sharedUint32(items),
    others: sharedUint32(items * settings.keep),
    weights: sharedFloat32(items * settings.keep),
  };
  const threads = new Threads(run);
  const progress = (done: number, total: number) => run.onProgress?.({ phase: 'neighbours', done, total });
  try {
    const method = chooseMethod(byUser.rows, items, threads.count, settings);
    if (method === 'local') {
      // Each regression predicts one target, whatever way of cutting was asked for.
      cut.per = 'target';
      const { lambda, localCandidates } = settings;
      const job = { byItem, byUser, lambda, candidates: localCandidates, cut };
      const blocks = Math.ceil(items / ITEMS_PER_BLOCK);
      await threads.run('neighbours-local', job, blocks, (begun) => progress(begun, blocks));
      progress(blocks, blocks);
    } else {
      await exactWeights(method, byUser, byItem, cut, settings.lambda, threads, progress);
    }
  } finally {
    await threads.close();
  }
  return bySource(cut, items);
}

async function exactWeights(
  method: 'dual' | 'primal',
  byUser: SparseMatrix,
  byItem: SparseMatrix,
  cut: CutWeights,
  lambda: number,
  threads: Threads,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const [rows, across] = method === 'dual' ? [byUser, byItem] : [byItem, byUser];
  const size = paddedSize(rows.rows);
  const inverse = createSquare(rows.rows);
  fillGram(inverse, size, rows, across, lambda);
  const steps = size / 64 + 1;
  await invert(inverse, size, threads, (done) => progress(done, steps));
  const items = byItem.rows;
  const blocks = Math.ceil(items / ITEMS_PER_BLOCK);
  if (method === 'primal') {
    await threads.run('neighbours-primal', { items, inverse, size, cut }, blocks);
  } else {
    const job = { byItem, inverse, size, diagonal: sharedFloat64(items), diagonalOnly: true, cut };
    await threads.run('neighbours-dual', job, blocks);
    await threads.run('neighbours-dual', { ...job, diagonalOnly: false }, blocks);
  }
  progress(steps, steps);
}

/** The upper triangle of MMᵀ + λI for the matrix M given by rows, and by columns. */
function fillGram(
  matrix: Float64Array,
  size: number,
  byRow: SparseMatrix,
  byColumn: SparseMatrix,
  lambda: number,
): void {
  for (let r = 0; r < byRow.rows; r++) {
    matrix[r * size + r] += lambda;
    for (let e = byRow.offsets[r]; e < byRow.offsets[r + 1]; e++) {
      const column = byRow.indices[e];
      for (let f = byColumn.offsets[column]; f < byColumn.offsets[column + 1]; f++) {
        const other = byColumn.indices[f];
        if (other >= r) matrix[r * size + other] += byRow.values[e] * byColumn.values[f];
      }
    }
  }
}

/**
 * What the options ask for and the bound allows.
 * @throws LocavoreError `invalid-argument` for `dual` or `primal` above the bound
 */
export function chooseMethod(
  users: number,
  items: number,
  threads: number,
  { maxBytes, method }: Pick<NeighbourOptions, 'maxBytes' | 'method'>,
): NeighbourMethod {
  if (method === 'local') return 'local';
  const wanted = method === 'exact' ? (users < items ? 'dual' : 'primal') : method;
  const needed = inverseBytes(wanted === 'dual' ? users : items, threads);
  if (needed <= maxBytes) return wanted;
  if (method === 'exact') return 'local';
  throw new LocavoreError(
    'invalid-argument',
    `the ${method} method needs ${needed} bytes, the bound is ${maxBytes}: raise maxBytes, or take "exact" or "local"`,
  );
}

/** X: 1 for a like, the options' values for the rest; the data's weights play no part. */
function designMatrix(interactions: Interactions, options: NeighbourOptions): SparseMatrix {
  const { users, items, preferences, userIds, itemIds } = interactions;
  const entryOf = (e: number) =>
    preferences[e] > 0 ? 1 : preferences[e] < 0 ? options.dislikeValue : options.neutralValue;
  let count = 0;
  const offsets = sharedUint32(userIds.length + 1);
  for (let e = 0; e < users.length; e++) {
    if (entryOf(e) === 0) continue;
    offsets[users[e] + 1]++;
    count++;
  }
  for (let u = 0; u < userIds.length; u++) offsets[u + 1] += offsets[u];
  const indices = sharedUint32(count);
  const values = sharedFloat32(count);
  // Interactions are sorted by user already.
  for (let e = 0, at = 0; e < users.length; e++) {
    const value = entryOf(e);
    if (value === 0) continue;
    indices[at] = items[e];
    values[at++] = value;
  }
  return { rows: userIds.length, columns: itemIds.length, offsets, indices, values };
}

/** The cut weights as CSR by source, whichever way they were cut. */
function bySource({ per, keep, counts, others, weights: kept }: CutWeights, items: number): NeighbourWeights {
  const offsets = new Uint32Array(items + 1);
  for (let item = 0; item < items; item++) {
    if (per === 'source') offsets[item + 1] = counts[item];
    else for (let c = 0; c < counts[item]; c++) offsets[others[item * keep + c] + 1]++;
  }
  for (let item = 0; item < items; item++) offsets[item + 1] += offsets[item];
  const next = offsets.slice(0, items);
  const targets = new Uint32Array(offsets[items]);
  const weights = new Float32Array(offsets[items]);
  for (let item = 0; item < items; item++) {
    for (let c = item * keep; c < item * keep + counts[item]; c++) {
      const [source, target] = per === 'target' ? [others[c], item] : [item, others[c]];
      const at = next[source]++;
      targets[at] = target;
      weights[at] = kept[c];
    }
  }
  return { offsets, targets, weights };
}

/**
 * Rounds weights to int8 with one scale per source row (largest magnitude / 127). Weights that round to 0 are
 * dropped.
 */
export function quantiseNeighbours({ offsets, targets, weights }: NeighbourWeights): NeighbourLists {
  const rows = offsets.length - 1;
  const scales = new Float32Array(rows);
  const keptOffsets = new Uint32Array(rows + 1);
  const keptTargets = new Uint32Array(targets.length);
  const keptWeights = new Int8Array(targets.length);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let e = offsets[row]; e < offsets[row + 1]; e++) largest = Math.max(largest, Math.abs(weights[e]));
    scales[row] = largest / 127;
    for (let e = offsets[row]; e < offsets[row + 1] && largest > 0; e++) {
      const value = Math.round((weights[e] / largest) * 127);
      if (value === 0) continue;
      keptTargets[at] = targets[e];
      keptWeights[at++] = value;
    }
    keptOffsets[row + 1] = at;
  }
  return {
    offsets: keptOffsets,
    targets: keptTargets.slice(0, at),
    weights: keptWeights.slice(0, at),
    scales,
  };
}

function checkOptions(options: NeighbourOptions): void {
  const fail = (name: keyof NeighbourOptions, range: string): never => {
    throw new LocavoreError(
      'invalid-argument',
      `neighbour option ${name} must be ${range}, got ${options[name]}`,
    );
  };
  const { lambda, keep, dislikeValue, neutralValue, maxBytes, localCandidates, per, method } = options;
  if (!(lambda > 0 && lambda < Infinity)) fail('lambda', 'a number above 0');
  if (!(Number.isInteger(keep) && keep >= 1 && keep <= 1000)) fail('keep', 'an integer from 1 to 1000');
  if (per !== 'target' && per !== 'source') fail('per', '"target" or "source"');
  if (!['local', 'exact', 'dual', 'primal'].includes(method)) {
    fail('method', '"local", "exact", "dual" or "primal"');
  }
  if (!(Math.abs(dislikeValue) <= 10)) fail('dislikeValue', 'from -10 to 10');
  if (!(Math.abs(neutralValue) <= 10)) fail('neutralValue', 'from -10 to 10');
  if (!(maxBytes >= 0)) fail('maxBytes', 'a number of bytes');
  if (!(Number.isInteger(localCandidates) && localCandidates >= 1 && localCandidates <= 4096)) {
    fail('localCandidates', 'an integer from 1 to 4096');
  }
}
