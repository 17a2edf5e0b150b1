/**
 * Search for hyper-parameters on validation data taken from the training data. Users that a final evaluation holds out
 * never come near it.
 */
import { LocavoreError } from '../errors.ts';
import { DEFAULT_TUNING } from '../pack/defaults.ts';
import type { BlendWeights, Tuning } from '../pack/format.ts';
import { type AlsOptions, trainAls } from './als.ts';
import { defaultsFor } from './defaults.ts';
import { alsScorer, DEPTH, idsOnly, neighbourScorer } from './evaluate.ts';
import { pageRankings } from './evaluate-page.ts';
import type { Interactions } from './interactions.ts';
import { MetricsMean, type RankingMetrics } from './metrics.ts';
import { type NeighbourOptions, trainWeights } from './neighbours.ts';
import { trainPopularity } from './popularity.ts';
import { rankScores } from './rank.ts';
import { type HistoryEntry, holdOutLater, holdOutUsers, type Split, timeQuantile } from './split.ts';
import { type RunOptions, throwIfAborted } from './threads.ts';
import { assembleParts, type Models } from './train-pack.ts';

export interface TuneOptions {
  /** Held fixed; what is tuned starts here. Default: {@link defaultsFor} the data. */
  als?: Partial<AlsOptions>;
  neighbours?: Partial<NeighbourOptions>;
  tuning?: Tuning;
  /**
   * `users`: whole users are held out, a fifth of each hidden. `time`: the fifth of all pairs that first occurs
   * last is hidden. Default: `time` where the data has times.
   */
  validation?: 'users' | 'time';
  /** Validation sets over which figures are averaged, 1 … 10; `time` has one. Default 2. */
  folds?: number;
  /** Of the validation sets. Default 1. */
  seed?: number;
}

export interface Trial {
  model: 'als' | 'neighbours' | 'pipeline';
  /** The values tried. */
  values: Record<string, number>;
  metrics: RankingMetrics;
}

export interface TuneResult {
  als: AlsOptions;
  neighbours: NeighbourOptions;
  blend: BlendWeights;
  /** In the order they were made. */
  trials: Trial[];
}

/** Parameters in the order in which they are searched, each with its values. */
type Space = Record<string, readonly number[]>;

const ALS_SPACE: Space = {
  alpha0: [0.1, 0.2, 0.4, 0.7, 1],
  lambda: [0.001, 0.002, 0.004, 0.008, 0.016],
  neutralConfidence: [0, 0.3, 0.5, 1],
  dislikeConfidence: [0, 0.2, 1],
};
const NEIGHBOUR_SPACE: Space = {
  lambda: [5, 10, 25, 50, 100, 200, 400, 800],
  neutralValue: [0, 0.3, 0.5],
  localCandidates: [32, 48, 64, 128],
  keep: [15, 20, 30],
};
const BLEND_SPACE: Space = {
  taste: [0, 0.2, 0.4, 0.7, 1],
  recent: [0, 0.05, 0.1],
  popularity: [0, 0.02, 0.05],
};

/**
 * One parameter after the other, the best value of each kept; best is the greatest sum of Recall@20 and NDCG@20, the
 * earlier value on a tie. Minutes of work: dozens of models are trained.
 * @throws LocavoreError `invalid-argument` if nobody is left to validate on; `aborted`
 */
export async function tune(
  interactions: Interactions,
  options: TuneOptions = {},
  run: RunOptions & { onTrial?(trial: Trial): void } = {},
): Promise<TuneResult> {
  const splits = validationSplits(interactions, options);
  const start = defaultsFor(interactions);
  const hasNeutral = interactions.preferences.some((preference) => preference === 0);
  const hasDislikes = interactions.preferences.some((preference) => preference < 0);
  const tuning = options.tuning ?? DEFAULT_TUNING;
  const trials: Trial[] = [];
  const quiet: RunOptions = { ...run, onProgress: undefined };

  const mean = async (score: (split: Split, into: MetricsMean) => Promise<void>) => {
    const into = new MetricsMean();
    for (const split of splits) {
      throwIfAborted(run.signal, 'tuning');
      await score(split, into);
    }
    return into.value();
  };
  const search = async <T extends object>(
    model: Trial['model'],
    space: Space,
    from: T,
    measure: (values: T) => Promise<RankingMetrics>,
  ): Promise<T> => {
    const wanted = Object.entries(space).filter(
      ([name]) => (hasNeutral || !name.startsWith('neutral')) && (hasDislikes || !name.startsWith('dislike')),
    );
    let best = from;
    let bestSum = Number.NEGATIVE_INFINITY;
    const total = wanted.reduce((sum, [, values]) => sum + values.length, 0);
    let done = 0;
    for (const [name, values] of wanted) {
      const base = best;
      for (const value of values) {
        const metrics = await measure({ ...base, [name]: value });
        const tried = Object.fromEntries(
          wanted.map(([key]) => [key, key === name ? value : (base as Record<string, number>)[key]]),
        );
        const trial: Trial = { model, values: tried, metrics };
        trials.push(trial);
        run.onTrial?.(trial);
        run.onProgress?.({ phase: `tune ${model}`, done: ++done, total });
        const sum = metrics['recall@20'] + metrics['ndcg@20'];
        if (sum <= bestSum) continue;
        bestSum = sum;
        best = { ...base, [name]: value };
      }
    }
    return best;
  };

  const als = await search('als', ALS_SPACE, { ...start.als, ...options.als }, (values) =>
    mean(async ({ train, queries }, into) => {
      rankAll(alsScorer(await trainAls(train, values, quiet), tuning), queries, into);
    }),
  );
  const neighbours = await search(
    'neighbours',
    NEIGHBOUR_SPACE,
    { ...start.neighbours, ...options.neighbours },
    (values) =>
      mean(async ({ train, queries }, into) => {
        rankAll(neighbourScorer(await trainWeights(train, values, quiet), tuning), queries, into);
      }),
  );

  const models: Models[] = [];
  for (const { train } of splits) {
    models.push({
      als: await trainAls(train, als, quiet),
      neighbours: await trainWeights(train, neighbours, quiet),
      popularity: trainPopularity(train),
    });
  }
  const blend = await search('pipeline', BLEND_SPACE, tuning.blend, (values) =>
    mean(async (split, into) => {
      const parts = assembleParts(models[splits.indexOf(split)], idsOnly(split.train.itemIds), {
        name: 'tune',
        tuning: { ...tuning, blend: values },
        card: { title: 'Tuning' },
      });
      const page = await pageRankings(parts, DEPTH);
      try {
        for (const query of split.queries) into.add((await page.rank(query)).pipeline, query.relevant);
      } finally {
        page.close();
      }
    }),
  );
  return { als, neighbours, blend, trials };
}

function rankAll(
  score: (history: readonly HistoryEntry[]) => Float64Array,
  queries: Split['queries'],
  into: MetricsMean,
): void {
  for (const { history, relevant } of queries) {
    into.add(rankScores(score(history), new Set(history.map(({ item }) => item)), DEPTH), relevant);
  }
}

function validationSplits(interactions: Interactions, options: TuneOptions): Split[] {
  const { folds = 2, seed = 1 } = options;
  if (!Number.isInteger(folds) || folds < 1 || folds > 10) {
    throw new LocavoreError('invalid-argument', `folds must be an integer from 1 to 10, got ${folds}`);
  }
  const cut = timeQuantile(interactions, 0.8);
  const byTime = (options.validation ?? (cut === null ? 'users' : 'time')) === 'time';
  const splits = byTime
    ? // Without times this throws, and says so.
      [holdOutLater(interactions, cut ?? 0)]
    : Array.from({ length: folds }, (_, fold) => holdOutUsers(interactions, { seed: seed + fold }));
  if (splits.some(({ queries }) => queries.length === 0)) {
    throw new LocavoreError(
      'invalid-argument',
      `nobody to validate on: ${interactions.userIds.length} users with ${interactions.users.length} interactions leave none with both a history and a held-out like`,
    );
  }
  return splits;
}
