/** Default hyper-parameters, and the data they were chosen on. `locavore tune` finds those of other data. */
import type { AlsOptions } from './als.ts';
import type { Interactions } from './interactions.ts';
import type { NeighbourOptions } from './neighbours.ts';

export interface ModelDefaults {
  als: AlsOptions;
  neighbours: NeighbourOptions;
}

/**
 * For ratings. Chosen on validation readers held out of the goodbooks training file; near the optimum the figures are
 * flat. `locavore tune goodbooks/split/train.csv` makes a like search.
 */
export const RATING_DEFAULTS: ModelDefaults = {
  als: {
    dimension: 64,
    iterations: 16,
    alpha0: 0.4,
    lambda: 0.002,
    nu: 1,
    dislikeConfidence: 0.2,
    neutralConfidence: 0.5,
    seed: 1,
  },
  neighbours: {
    lambda: 10,
    keep: 20,
    per: 'target',
    dislikeValue: 0,
    neutralValue: 0.5,
    method: 'local',
    localCandidates: 48,
    maxBytes: 1024 ** 3,
  },
};

/**
 * For data that knows only what somebody bought or played. Chosen on the first-time purchases from 15 July 2011 of the
 * Online Retail training file; `locavore tune online-retail/split/train.csv --validation time` makes a like search.
 */
export const PURCHASE_DEFAULTS: ModelDefaults = {
  als: { ...RATING_DEFAULTS.als, alpha0: 1, lambda: 0.004 },
  neighbours: { ...RATING_DEFAULTS.neighbours, lambda: 400 },
};

/** Data with a rating that is no like is taken for ratings. */
export function defaultsFor({ preferences }: Interactions): ModelDefaults {
  return preferences.some((preference) => preference <= 0) ? RATING_DEFAULTS : PURCHASE_DEFAULTS;
}
