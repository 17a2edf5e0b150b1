import type { Tuning } from './format.ts';

/** Tuning where a pack says nothing. The trainer writes what it chose on validation users into the pack. */
export const DEFAULT_TUNING: Tuning = {
  signals: {
    view: { confidence: 0.1, halfLifeDays: 7 },
    click: { confidence: 0.2, halfLifeDays: 14 },
    like: { confidence: 1, halfLifeDays: null },
    dislike: { confidence: 1, halfLifeDays: null },
    cart: { confidence: 0.6, halfLifeDays: 30 },
    purchase: { confidence: 1, halfLifeDays: null },
  },
  blend: { taste: 0.4, neighbours: 1, recent: 0.05, popularity: 0.02 },
  quotas: { taste: 300, recent: 100, neighbours: 300, popular: 100 },
  rerank: { dislikePenalty: 0.2, mmrLambda: 0.97, maxPerCreator: 3 },
};
