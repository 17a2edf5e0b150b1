import type { Catalogue, Pack } from '../../pack/pack.ts';
import type { Observation, Profile } from '../../profile/profile.ts';
import type { ItemIndex } from '../../units.ts';
import type { Similarity } from '../similarity.ts';
import type { Candidate } from '../types.ts';

/** Only the newest dislikes cast a shadow: the cost is one cosine per candidate and dislike. */
const DISLIKES = 32;
/** Closeness that a shared series or creator counts for, unless something liked shares it too. */
const SAME_SERIES = 0.8;
const SAME_CREATOR = 0.5;

/**
 * The factor, 0 … 1, by which a candidate's score is multiplied for being close to something disliked:
 *
 *   1 − min(1, strength · closeness),
 *   closeness = max over dislikes d of freshness_d · max(max(0, cos(y, y_d))², series, creator)
 *
 * with 0.8 for the same series and 0.5 for the same creator; freshness is what decay has left of the dislike, 1 for a new one,
 * whatever a dislike's confidence is in the fold-in. The cosine is squared because unrelated items have small
 * positive cosines too: 0.2 becomes 0.04, while 0.9 stays 0.81. A creator or series of which the shopper liked, chose or bought something
 * is not held against its other items: there the dislike was of the one item.
 *
 * @param strength `rerank.dislikePenalty`, ≥ 0.
 */
export function dislikeFactors(
  candidates: readonly Candidate[],
  pack: Pack,
  observations: Profile['observations'],
  strength: number,
  similarity: Similarity,
): Float64Array {
  const factors = new Float64Array(candidates.length).fill(1);
  const full = pack.manifest.tuning.signals.dislike.confidence;
  const dislikes = observations
    .filter((observation) => observation.preference === 0)
    .slice(0, DISLIKES)
    .map(({ item, confidence }) => ({ item, freshness: Math.min(1, confidence / full) }));
  if (strength === 0 || dislikes.length === 0) return factors;
  const groups = [
    dislikedGroup(pack.catalogue, 'series', observations, dislikes, SAME_SERIES),
    dislikedGroup(pack.catalogue, 'creator', observations, dislikes, SAME_CREATOR),
  ];
  for (let c = 0; c < candidates.length; c++) {
    const index = candidates[c].index;
    let closeness = 0;
    for (const { item, freshness } of dislikes) {
      const cosine = Math.max(0, similarity.cosine(index, item));
      closeness = Math.max(closeness, freshness * cosine * cosine);
    }
    for (const group of groups) closeness = Math.max(closeness, group(index));
    factors[c] = 1 - Math.min(1, strength * closeness);
  }
  return factors;
}

/** Closeness by a shared group code: an item's creator or series. */
function dislikedGroup(
  catalogue: Catalogue,
  role: 'series' | 'creator',
  observations: readonly Observation[],
  dislikes: readonly { item: ItemIndex; freshness: number }[],
  closeness: number,
): (index: ItemIndex) => number {
  const codes = catalogue.codes(role);
  if (codes === null) return () => 0;
  const byCode = new Map<number, number>();
  for (const { item, freshness } of dislikes) {
    const code = codes[item];
    if (code >= 0) byCode.set(code, Math.max(byCode.get(code) ?? 0, closeness * freshness));
  }
  // A glance at another item of the group is no change of mind.
  for (const { item, preference, signal } of observations) {
    if (preference === 1 && signal !== 'view' && signal !== 'click') byCode.delete(codes[item]);
  }
  return (index) => byCode.get(codes[index]) ?? 0;
}
