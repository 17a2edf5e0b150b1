import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasBit } from '../../src/engine/bit-mask.ts';
import { checkRequest } from '../../src/pipeline/check-request.ts';
import { determineEligibility, hardRules } from '../../src/pipeline/eligibility.ts';
import type { RecommendRequest } from '../../src/pipeline/types.ts';
import { deriveProfile } from '../../src/profile/derive.ts';
import type { ProfileEvent } from '../../src/profile/events.ts';
import { event, itemId, NOW, packOf } from './fixtures.ts';

const COUNT = 70;
const pack = packOf({
  vectors: Array.from({ length: COUNT }, (_, i) => [i]),
  years: Array.from({ length: COUNT }, (_, i) => (i < 60 ? 2000 : 1900)),
});

async function determine(events: ProfileEvent[], request: RecommendRequest) {
  const profile = deriveProfile(events, pack, NOW);
  const checked = await checkRequest(request, pack);
  return { ...determineEligibility(pack, profile, checked), mayBeShown: hardRules(profile, checked) };
}

describe('eligibility', () => {
  test('counts every item once, by the first rule that applies', async () => {
    const events = [
      event('dislike', 0),
      event('purchase', 0),
      event('purchase', 1),
      event('cart', 1),
      event('cart', 2),
      event('like', 3),
      event('like', 4),
      event('like', 65),
    ];
    const { excluded, eligible } = await determine(events, {
      exclude: [0, 1, 2, 3, 5, 999].map(itemId),
      context: { item: itemId(4) },
      filter: { year: { min: 2000 } },
    });
    expect(excluded).toEqual({
      disliked: 1,
      purchased: 1,
      'in-cart': 1,
      excluded: 2,
      filtered: 10,
      'page-item': 1,
    });
    expect(eligible).toBe(COUNT - 16);
    expect((await determine([event('like', 3)], {})).excluded).toEqual({ liked: 1 });
  });

  test('mask, count and the second check agree, and no bit beyond the last item is set', async () => {
    const items = fc.array(fc.nat({ max: COUNT - 1 }), { maxLength: 6 });
    const type = fc.constantFrom('like', 'dislike', 'cart', 'purchase', 'view') as fc.Arbitrary<'like'>;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(type, fc.nat({ max: COUNT - 1 }))),
        items,
        fc.boolean(),
        async (list, exclude, old) => {
          const { mask, eligible, mayBeShown } = await determine(
            list.map(([signal, item]) => event(signal, item)),
            { exclude: exclude.map(itemId), filter: old ? { year: { max: 1950 } } : undefined },
          );
          let clear = 0;
          for (let i = 0; i < COUNT; i++) {
            expect(mayBeShown(i)).toBe(!hasBit(mask, i));
            if (!hasBit(mask, i)) clear++;
          }
          expect(clear).toBe(eligible);
          for (let i = COUNT; i < mask.length * 32; i++) expect(hasBit(mask, i)).toBe(false);
        },
      ),
    );
  });
});
