/** Default hyper-parameters, and the data they were chosen on. Each file's own choice is found by `locavore tune`. */
import type { AlsOptions } from './als.ts';
import type { Interactions } from './interactions.ts';
import type { NeighbourOptions } from './neighbours.ts';

export interface ModelDefaults {
  als: AlsOptions;
  neighbours: NeighbourOptions;
}

/**
 * For ratings. Chosen on validation readers taken from the goodbooks training file:
 * `locavore tune goodbooks/split/train.csv`.
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
 * For data that knows only what somebody bought or played. Chosen on the later purchases of the Online Retail training
 * file: `locavore tune online-retail/split/train.csv`.
 */
export const PURCHASE_DEFAULTS: ModelDefaults = {
  als: { ...RATING_DEFAULTS.als, alpha0: 1, lambda: 0.004 },
  neighbours: { ...RATING_DEFAULTS.neighbours, lambda: 400 },
};

/** Data with a rating that is no like is taken for ratings. */
export function defaultsFor({ preferences }: Interactions): ModelDefaults {
  return preferences.some((preference) => preference <= 0) ? RATING_DEFAULTS : PURCHASE_DEFAULTS;
}
