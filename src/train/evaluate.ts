/**
 * Ranking quality on held-out data: every generator, in the trainer's full precision and through the page's own code,
 * and the whole pipeline. The full catalogue is ranked, and everything in a user's history is left out.
 */
import { LocavoreError } from '../errors.ts';
import type { CatalogueData, FieldEntry, Tuning } from '../pack/format.ts';
import { neighbourAnchors } from '../pipeline/candidates/anchors.ts';
import { spokenFor } from '../pipeline/candidates/neighbours.ts';
import type { Observation } from '../profile/profile.ts';
import { type AlsModel, FloatFoldIn } from './als.ts';
import { pageRankings } from './evaluate-page.ts';
import type { Interactions } from './interactions.ts';
import { MetricsMean, type RankingMetrics } from './metrics.ts';
import type { NeighbourWeights } from './neighbours.ts';
import { rankScores } from './rank.ts';
import { alignItems, type HistoryEntry, type Query, queriesFrom } from './split.ts';
import { type RunOptions, throwIfAborted } from './threads.ts';
import { assembleParts, type ModelOptions, type Models, trainModels } from './train-pack.ts';

/** Ranking depth of every metric. */
export const DEPTH = 20;

export type EvaluatedModel = 'popular' | 'als' | 'alsPage' | 'neighbours' | 'neighboursPage' | 'pipeline';

export interface Evaluation {
  /** Users with at least one held-out like: the number behind every mean. */
  users: number;
  /** Items ranked. */
  items: number;
  metrics: Record<EvaluatedModel, RankingMetrics>;
}

export interface EvaluationInput {
  train: Interactions;
  /** Null: the training data is the users' history. */
  history: Interactions | null;
  heldOut: Interactions;
  /** Lets the pipeline's caps per creator work as they will in the shop, and adds its items to those ranked. */
  catalogue?: { data: CatalogueData; fields: FieldEntry[] };
}

export interface EvaluationOptions extends Partial<ModelOptions> {
  tuning?: Tuning;
}

/**
 * Trains on `train` and scores the held-out users.
 * @throws LocavoreError `invalid-argument` if no user is left to score; `aborted`
 */
export async function evaluate(
  input: EvaluationInput,
  options: EvaluationOptions = {},
  run: RunOptions = {},
): Promise<Evaluation> {
  const { train, history, heldOut, catalogue } = input;
  const itemIds = [
    ...new Set([
      ...(catalogue?.data.ids ?? []),
      ...train.itemIds,
      ...(history?.itemIds ?? []),
      ...heldOut.itemIds,
    ]),
  ];
  const align = (interactions: Interactions) => alignItems(interactions, itemIds).interactions;
  const aligned = align(train);
  const queries = queriesFrom(history === null ? aligned : align(history), align(heldOut));
  if (queries.length === 0) {
    throw new LocavoreError(
      'invalid-argument',
      'nobody to score: no user of the held-out file has both a history and a like on an item that is not in it; check that the files use the same user ids',
    );
  }
  const models = await trainModels(aligned, options, run);
  const padded = catalogue === undefined ? idsOnly(itemIds) : padCatalogue(catalogue, itemIds);
  return evaluateModels(models, padded, queries, options.tuning, run);
}

/** Scores trained models on queries whose items are numbered as the models' are. */
export async function evaluateModels(
  models: Models,
  catalogue: { data: CatalogueData; fields: FieldEntry[] },
  queries: readonly Query[],
  tuning?: Tuning,
  run: RunOptions = {},
): Promise<Evaluation> {
  const parts = assembleParts(models, catalogue, {
    name: 'evaluation',
    tuning,
    card: { title: 'Evaluation' },
  });
  const means = {} as Record<EvaluatedModel, MetricsMean>;
  const add = (model: EvaluatedModel, ranking: ArrayLike<number>, { relevant }: Query) =>
    (means[model] ??= new MetricsMean()).add(ranking, relevant);

  const als = alsScorer(models.als, parts.tuning);
  const neighbours = neighbourScorer(models.neighbours, parts.tuning);
  const page = await pageRankings(parts, DEPTH);
  try {
    for (const [done, query] of queries.entries()) {
      throwIfAborted(run.signal, 'evaluation');
      const known = new Set(query.history.map(({ item }) => item));
      add('popular', rankScores(models.popularity, known, DEPTH), query);
      add('als', rankScores(als(query.history), known, DEPTH), query);
      add('neighbours', rankScores(neighbours(query.history), known, DEPTH), query);
      const rankings = await page.rank(query);
      add('alsPage', rankings.als, query);
      add('neighboursPage', rankings.neighbours, query);
      add('pipeline', rankings.pipeline, query);
      run.onProgress?.({ phase: 'evaluation', done: done + 1, total: queries.length });
    }
  } finally {
    page.close();
  }
  const metrics = Object.fromEntries(
    Object.entries(means).map(([model, mean]) => [model, mean.value()]),
  ) as Record<EvaluatedModel, RankingMetrics>;
  return { users: queries.length, items: models.popularity.length, metrics };
}

/** y·u for every item, u folded in from likes and dislikes; all 0 for a history without a like. */
export function alsScorer(
  model: AlsModel,
  { signals }: Pick<Tuning, 'signals'>,
): (history: readonly HistoryEntry[]) => Float64Array {
  const foldIn = new FloatFoldIn(model);
  const { dimension, items } = model;
  const confidence = (preference: number) =>
    preference > 0 ? signals.like.confidence : preference < 0 ? signals.dislike.confidence : 0;
  return (history) => {
    const scores = new Float64Array(items.length / dimension);
    const user = foldIn.fold(
      history
        .map(({ item, preference }) => ({
          item,
          confidence: confidence(preference),
          preference: preference > 0 ? (1 as const) : (0 as const),
        }))
        .filter((observation) => observation.confidence > 0),
    );
    if (user === null) return scores;
    for (let item = 0; item < scores.length; item++) {
      let sum = 0;
      for (let d = 0; d < dimension; d++) sum += user[d] * items[item * dimension + d];
      scores[item] = sum;
    }
    return scores;
  };
}

/** The sum of the weights from every known item, likes and dislikes weighed as the page weighs them. */
export function neighbourScorer(
  { offsets, targets, weights }: NeighbourWeights,
  { signals }: Pick<Tuning, 'signals'>,
): (history: readonly HistoryEntry[]) => Float64Array {
  return (history) => {
    const scores = new Float64Array(offsets.length - 1);
    const observations: Observation[] = history
      .filter(({ preference }) => preference !== 0)
      .map(({ item, preference, time }) => {
        const signal = preference > 0 ? 'like' : 'dislike';
        const { confidence } = signals[signal];
        return { item, confidence, preference: preference > 0 ? 1 : 0, at: time ?? 0, signal };
      });
    for (const { item, weight } of neighbourAnchors(observations, -1)) {
      for (let e = offsets[item]; e < offsets[item + 1]; e++)
        scores[targets[e]] += spokenFor(weight, weight * weights[e]);
    }
    return scores;
  };
}

/** A catalogue that knows nothing but ids. */
export const idsOnly = (ids: string[]) => ({ data: { ids, columns: {} }, fields: [] });

/** The catalogue with its missing items appended, without values; `itemIds` begins with the catalogue's own. */
function padCatalogue(
  { data, fields }: { data: CatalogueData; fields: FieldEntry[] },
  itemIds: string[],
): { data: CatalogueData; fields: FieldEntry[] } {
  const missing = itemIds.length - data.ids.length;
  const pad = <T>(values: readonly T[], empty: T) => [
    ...values,
    ...Array.from({ length: missing }, () => empty),
  ];
  const columns: CatalogueData['columns'] = Object.create(null);
  for (const [name, column] of Object.entries(data.columns)) {
    if (column.type === 'tags') columns[name] = { ...column, codes: pad(column.codes, []) };
    else if ('codes' in column) columns[name] = { ...column, codes: pad(column.codes, -1) };
    else if (column.type === 'number') columns[name] = { ...column, values: pad(column.values, null) };
    else columns[name] = { ...column, values: pad(column.values, null) };
  }
  return { data: { ids: itemIds, columns }, fields };
}
