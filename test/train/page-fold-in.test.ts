/** The page's fold-in against the trainer's own factor for the same history. */
import { describe, expect, it } from 'vitest';
import { createPack } from '../../src/pack/create.ts';
import { foldIn } from '../../src/profile/fold-in.ts';
import { trainAls } from '../../src/train/als.ts';
import { idsOnly } from '../../src/train/evaluate.ts';
import { assembleParts } from '../../src/train/train-pack.ts';
import { randomInteractions } from './support/interactions.ts';

const DIMENSION = 12;
const DISLIKE = 0.2;

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i];
    aa += a[i] ** 2;
    bb += b[i] ** 2;
  }
  return dot / Math.sqrt(aa * bb);
}

describe('a page that knows a training user’s history', () => {
  it('solves the factor that training gave that user, but for the rounding of the items to int8', async () => {
    const data = randomInteractions(80, 120, 0.25, 5);
    const model = await trainAls(
      data,
      { dimension: DIMENSION, iterations: 6, dislikeConfidence: DISLIKE },
      { threads: 1 },
    );
    const parts = assembleParts(
      {
        als: model,
        neighbours: {
          offsets: new Uint32Array(121),
          targets: new Uint32Array(),
          weights: new Float32Array(),
        },
        popularity: new Float32Array(120),
      },
      idsOnly(data.itemIds),
      { name: 'test', card: { title: 'Test' } },
    );
    const pack = createPack(parts);
    let disliking = 0;
    for (let user = 0; user < 80; user++) {
      const observations = [...data.users.keys()]
        .filter((pair) => data.users[pair] === user)
        .map((pair) => {
          const isLiked = data.preferences[pair] > 0;
          if (!isLiked) disliking++;
          return {
            item: data.items[pair],
            confidence: isLiked ? 1 : DISLIKE,
            preference: isLiked ? (1 as const) : (0 as const),
          };
        });
      const factor = model.users.subarray(user * DIMENSION, (user + 1) * DIMENSION);
      const folded = foldIn(pack, observations);
      expect(folded).not.toBeNull();
      expect(cosine(folded!, factor)).toBeGreaterThan(0.999);
      const length = Math.hypot(...folded!) / Math.hypot(...factor);
      expect(Math.abs(length - 1)).toBeLessThan(0.02);
    }
    expect(disliking).toBeGreaterThan(50);
  });
});
