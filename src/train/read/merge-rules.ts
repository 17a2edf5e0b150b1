/** How the rows of one user and one item become one entry. */
import type { MergeRule } from './merge.ts';

/** What rows are read as. */
export type InteractionKind = 'ratings' | 'counts' | 'events' | 'pairs';

/** What a count says about confidence: nothing (1), `1 + ln((1 + count) / 2)`, or itself. */
export type CountWeights = 'none' | 'log' | 'linear';

export function ruleFor(kind: InteractionKind, countWeights: CountWeights): MergeRule {
  switch (kind) {
    case 'ratings':
      return (observations) => ({ preference: observations[observations.length - 1].preference, weight: 1 });
    case 'events':
      return (observations) => {
        if (observations[observations.length - 1].preference < 0) return { preference: -1, weight: 1 };
        const liked = observations.filter(({ preference }) => preference > 0);
        return { preference: 1, weight: Math.max(...liked.map(({ amount }) => amount)) };
      };
    case 'counts':
      return (observations) => {
        const sum = observations.reduce((total, { amount }) => total + amount, 0);
        // Not 1 + ln(count), which falls below 0 for fractions such as 0.2 kg.
        const weight =
          countWeights === 'none' ? 1 : countWeights === 'linear' ? sum : 1 + Math.log1p(sum) - Math.LN2;
        return { preference: 1, weight };
      };
    case 'pairs':
      return () => ({ preference: 1, weight: 1 });
  }
}
