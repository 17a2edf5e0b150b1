import type { Tuning } from './format.ts';

/**
 * Tuning where a pack says nothing, and what the trainer writes into a pack unless its configuration says otherwise. Blend, quotas,
 * re-ranking and the dislike's confidence were chosen on readers taken out of goodbooks' training file.
 */
export const DEFAULT_TUNING: Tuning = {
  signals: {
    view: { confidence: 0.1, halfLifeDays: 7 },
    click: { confidence: 0.2, halfLifeDays: 14 },
    like: { confidence: 1, halfLifeDays: null },
    dislike: { confidence: 0.2, halfLifeDays: null },
    cart: { confidence: 0.6, halfLifeDays: 30 },
    purchase: { confidence: 1, halfLifeDays: null },
  },
  blend: { taste: 0.4, neighbours: 1, recent: 0.05, popularity: 0.02 },
  quotas: { taste: 300, recent: 100, neighbours: 300, popular: 100 },
  rerank: { dislikePenalty: 0.3, mmrLambda: 0.97, maxPerCreator: 3 },
};
