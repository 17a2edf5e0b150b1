/**
 * Implicit ALS: Hu, Koren, Volinsky, "Collaborative Filtering for Implicit Feedback Datasets" (2008), with the
 * objective and the frequency-scaled regularisation of Rendle, Krichene, Zhang, Koren, "Revisiting the Performance of
 * iALS on Item Recommendation Benchmarks" (2021, arXiv 2110.14037).
 */
import { LocavoreError } from '../errors.ts';
import { type FoldIn, MAX_DIMENSION } from '../pack/format.ts';
import type { AlsJob } from './als-job.ts';
import { defaultsFor, RATING_DEFAULTS } from './defaults.ts';
import type { Interactions } from './interactions.ts';
import { NormalEquations } from './normal-equations.ts';
import { fillNormal } from './random.ts';
import { type SparseMatrix, sparseFromEntries, transpose } from './sparse.ts';
import { type RunOptions, sharedFloat32, sharedFloat64, Threads } from './threads.ts';

export interface AlsOptions {
  /** 1 … 128. */
  dimension: number;
  /** Epochs, each solving all users, then all items. 1 … 1,000. */
  iterations: number;
  /** Weight of the unobserved, > 0. */
  alpha0: number;
  /** Regularisation, > 0. */
  lambda: number;
  /** Exponent of the frequency scaling, 0 … 1. */
  nu: number;
  /** Confidence of a dislike, ≥ 0. 0: dislikes are unobserved. */
  dislikeConfidence: number;
  /** Confidence of a pair that is known but neither liked nor disliked, taken as a weak like, ≥ 0. 0: unobserved. */
  neutralConfidence: number;
  /** An integer, 0 … 2³² − 1. */
  seed: number;
}

/** For ratings; data without ratings has its own, see {@link defaultsFor}. */
export const DEFAULT_ALS: AlsOptions = RATING_DEFAULTS.als;

export interface AlsModel {
  dimension: number;
  /** f32[users × dimension], row-major: each user's fold-in against `items`. */
  users: Float32Array;
  /** f32[items × dimension], row-major. Items that nobody likes are 0. */
  items: Float32Array;
  foldIn: Extract<FoldIn, { method: 'als' }>;
}

/** Standard deviation of the first item vectors, before the division by √dimension (Rendle et al. 2021). */
const INITIAL_DEVIATION = 0.1;
const ROWS_PER_SOLVE = 16;
const MAX_GRAM_BLOCKS = 32;
const MIN_ROWS_PER_GRAM = 256;

/**
 * Trains on all interactions; absent options take {@link defaultsFor} the data. The same input, options and seed give the same bytes for any number of threads.
 * @throws LocavoreError `invalid-argument` for options outside their range, `aborted`.
 */
export async function trainAls(
  interactions: Interactions,
  options: Partial<AlsOptions> = {},
  run: RunOptions = {},
): Promise<AlsModel> {
  const settings = { ...defaultsFor(interactions).als, ...options };
  checkOptions(settings);
  const { dimension, iterations, alpha0, lambda, nu, seed } = settings;
  const { byUser, byItem, userRights, itemRights } = observe(interactions, settings);
  const users = sharedFloat32(byUser.rows * dimension);
  const items = sharedFloat32(byItem.rows * dimension);
  fillNormal(items, INITIAL_DEVIATION / Math.sqrt(dimension), seed);

  const solveUsers = half(settings, items, users, byUser, userRights);
  const solveItems = half(settings, users, items, byItem, itemRights);
  const threads = new Threads(run);
  try {
    const total = iterations * 2 + 1;
    for (let step = 0; step < total; step++) {
      // The last half-epoch leaves every user's vector the exact fold-in against the final items.
      const job = step % 2 === 0 ? solveUsers : solveItems;
      await halfEpoch(threads, job);
      run.onProgress?.({ phase: 'als', done: step + 1, total });
    }
  } finally {
    await threads.close();
  }
  return { dimension, users, items, foldIn: { method: 'als', alpha0, lambda, nu } };
}

async function halfEpoch(threads: Threads, job: AlsJob): Promise<void> {
  const count = job.source.length / job.dimension;
  const blocks = Math.max(1, Math.ceil(count / job.rowsPerGram));
  await threads.run('als-gram', job, blocks);
  const cells = job.grams.length / blocks;
  for (let block = 1; block < blocks; block++) {
    for (let i = 0; i < cells; i++) job.grams[i] += job.grams[block * cells + i];
  }
  await threads.run('als-solve', job, Math.ceil(job.observed.rows / job.rowsPerSolve));
}

function half(
  { dimension, alpha0, lambda, nu }: AlsOptions,
  source: Float32Array,
  target: Float32Array,
  observed: SparseMatrix,
  rights: Float32Array,
): AlsJob {
  const count = source.length / dimension;
  // Depends on the data alone: the order of summation must not depend on the number of threads.
  const rowsPerGram = Math.max(MIN_ROWS_PER_GRAM, Math.ceil(count / MAX_GRAM_BLOCKS));
  const size = Math.ceil(dimension / 4) * 4;
  const grams = sharedFloat64(Math.max(1, Math.ceil(count / rowsPerGram)) * size * size);
  return {
    dimension,
    source,
    target,
    observed,
    rights,
    grams,
    rowsPerGram,
    rowsPerSolve: ROWS_PER_SOLVE,
    alpha0,
    lambda,
    nu,
  };
}

/** The observed pairs from both sides: confidences in the matrices, confidence times preference beside them. */
function observe(interactions: Interactions, options: AlsOptions) {
  const { users, items, preferences, weights, userIds, itemIds } = interactions;
  const rows: number[] = [];
  const columns: number[] = [];
  const lefts: number[] = [];
  const rights: number[] = [];
  for (let e = 0; e < users.length; e++) {
    const preference = preferences[e];
    const left = weights[e] * confidenceOf(preference, options);
    if (left === 0) continue;
    rows.push(users[e]);
    columns.push(items[e]);
    lefts.push(left);
    rights.push(preference < 0 ? 0 : left);
  }
  const byUser = sparseFromEntries(userIds.length, itemIds.length, rows, columns, lefts);
  const right = sparseFromEntries(userIds.length, itemIds.length, rows, columns, rights);
  return {
    byUser,
    byItem: transpose(byUser),
    userRights: right.values,
    itemRights: transpose(right).values,
  };
}

/** The confidence c of a pair of weight 1. */
export function confidenceOf(
  preference: number,
  options: Pick<AlsOptions, 'dislikeConfidence' | 'neutralConfidence'>,
): number {
  if (preference > 0) return 1;
  return preference < 0 ? options.dislikeConfidence : options.neutralConfidence;
}

/** Folds histories into user vectors against a model's float vectors: the trainer's own reference for the page. */
export class FloatFoldIn {
  readonly #model: Pick<AlsModel, 'dimension' | 'items' | 'foldIn'>;
  readonly #equations: NormalEquations;
  readonly #gram: Float64Array;
  readonly #items: number;

  constructor(model: Pick<AlsModel, 'dimension' | 'items' | 'foldIn'>) {
    this.#model = model;
    this.#equations = new NormalEquations(model.dimension);
    this.#items = model.items.length / model.dimension;
    this.#equations.begin(null, 0, 0);
    for (let i = 0; i < this.#items; i++) this.#equations.add(model.items, i * model.dimension, 1, 0);
    this.#gram = this.#equations.sum().slice();
  }

  /** f32[dimension], or null for a history without a like. */
  fold(observations: Iterable<{ item: number; confidence: number; preference: 1 | 0 }>): Float32Array | null {
    const { dimension, items, foldIn } = this.#model;
    const list = [...observations];
    if (!list.some(({ preference }) => preference === 1)) return null;
    const total = list.reduce((sum, { confidence }) => sum + confidence, 0);
    const frequency = total + foldIn.alpha0 * this.#items;
    this.#equations.begin(this.#gram, foldIn.alpha0, foldIn.lambda * frequency ** foldIn.nu);
    for (const { item, confidence, preference } of list) {
      this.#equations.add(items, item * dimension, confidence, confidence * preference);
    }
    return Float32Array.from(this.#equations.solve().subarray(0, dimension));
  }
}

function checkOptions(options: AlsOptions): void {
  const fail = (name: keyof AlsOptions, range: string): never => {
    throw new LocavoreError('invalid-argument', `ALS option ${name} must be ${range}, got ${options[name]}`);
  };
  const { dimension, iterations, alpha0, lambda, nu, dislikeConfidence, neutralConfidence, seed } = options;
  const integer = (value: number, low: number, high: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  if (!integer(dimension, 1, MAX_DIMENSION)) fail('dimension', `an integer from 1 to ${MAX_DIMENSION}`);
  if (!integer(iterations, 1, 1000)) fail('iterations', 'an integer from 1 to 1000');
  if (!(alpha0 > 0 && alpha0 < Infinity)) fail('alpha0', 'a number above 0');
  if (!(lambda > 0 && lambda < Infinity)) fail('lambda', 'a number above 0');
  if (!(nu >= 0 && nu <= 1)) fail('nu', 'a number from 0 to 1');
  if (!(dislikeConfidence >= 0 && dislikeConfidence <= 100)) fail('dislikeConfidence', 'from 0 to 100');
  if (!(neutralConfidence >= 0 && neutralConfidence <= 100)) fail('neutralConfidence', 'from 0 to 100');
  if (!integer(seed, 0, 2 ** 32 - 1)) fail('seed', 'an integer from 0 to 4294967295');
}
