import type { BlendWeights } from '../pack/format.ts';
import type { Pack } from '../pack/pack.ts';
import type { FoldInSolution } from '../profile/fold-in.ts';
import type { Observation, Profile } from '../profile/profile.ts';
import type { ItemIndex } from '../units.ts';
import type { Anchor } from './candidates/anchors.ts';
import { neighbourWeight, spokenFor } from './candidates/neighbours.ts';
import type { Blend } from './scoring/blend.ts';
import type { Terms } from './scoring/terms.ts';
import type { Reason } from './types.ts';

/** A second item is named if it contributed at least this much of what the first did. */
const SECOND_SHARE = 0.5;

export interface ReasonsInput {
  pack: Pack;
  observations: Profile['observations'];
  solution: FoldInSolution | null;
  neighbours: readonly Anchor[];
  recent: readonly Anchor[];
  terms: Terms;
  factors: BlendWeights;
  average: Blend['average'];
}

/** What made up a candidate's blended score, in units of the blend. */
export interface Contributions {
  /** f64[observations]; a dislike's is at most 0 in the neighbours' part. */
  observations: Float64Array;
  /** Of the page item: through its neighbour list, and through its vector. */
  pageNeighbours: number;
  pageSimilarity: number;
  popularity: number;
}

/**
 * The exact parts of the blended score of a candidate: the blend is linear in its terms, the terms are sums over the
 * shopper's items (for the fold-in see `FoldInSolution.contributions`), and `recent` is owed to the one nearest item. They
 * sum to the score before it is stretched to 0 … 1, up to the rounding of the quantised query.
 *
 * @param c position among the candidates
 */
export function contributionsOf(index: ItemIndex, c: number, input: ReasonsInput): Contributions {
  const { pack, factors, terms } = input;
  const shares =
    input.solution !== null && factors.taste > 0
      ? input.solution.contributions(index)
      : new Float64Array(input.observations.length);
  const result: Contributions = {
    observations: shares.map((share) => share * factors.taste),
    pageNeighbours: 0,
    pageSimilarity: 0,
    popularity: factors.popularity * terms.popularity[c],
  };
  if (pack.neighbours !== null && factors.neighbours > 0) {
    for (const { item, weight, observation } of input.neighbours) {
      const part =
        factors.neighbours * spokenFor(weight, weight * neighbourWeight(pack.neighbours, item, index));
      if (observation >= 0) result.observations[observation] += part;
      else result.pageNeighbours += part;
    }
  }
  const nearest = terms.nearest[c];
  if (nearest >= 0) {
    const part = factors.recent * terms.recent[c];
    const { observation } = input.recent[nearest];
    if (observation >= 0) result.observations[observation] += part;
    else result.pageSimilarity += part;
  }
  return result;
}

/**
 * Why a candidate is there: the shopper's item or the page item that contributed most to its score, and a second one
 * if it did nearly as much. `popular` only if nothing else speaks for it, or if popularity lifts it further
 * above the average candidate than everything else together. No cause, no reason: an item that merely fills the shelf has none,
 * and no item is its own reason.
 */
export function reasonsFor(index: ItemIndex, contributions: Contributions, input: ReasonsInput): Reason[] {
  const { pack, observations } = input;
  const page = contributions.pageNeighbours + contributions.pageSimilarity;
  let total = page;
  const causes: { part: number; observation: number }[] = [];
  if (page > 0) causes.push({ part: page, observation: -1 });
  contributions.observations.forEach((part, observation) => {
    total += part;
    const { item, preference } = observations[observation];
    if (part > 0 && preference === 1 && item !== index) causes.push({ part, observation });
  });
  const lift = contributions.popularity - input.average.popularity;
  const decides = causes.length === 0 || (lift > 0 && lift > total - input.average.personal);
  if (contributions.popularity > 0 && decides) return [{ kind: 'popular' }];
  causes.sort((a, b) => b.part - a.part || a.observation - b.observation);
  return causes
    .filter(({ part }, rank) => rank === 0 || (rank === 1 && part >= SECOND_SHARE * causes[0].part))
    .map(({ observation }) =>
      observation >= 0
        ? because(pack, observations[observation])
        : pageReason(pack, pageItem(input), contributions.pageNeighbours > contributions.pageSimilarity),
    );
}

function pageItem(input: ReasonsInput): ItemIndex {
  const anchors = [...input.neighbours, ...input.recent];
  return anchors.find((anchor) => anchor.observation < 0)!.item;
}

function because(pack: Pack, observation: Observation): Reason {
  const { id, title } = pack.catalogue.item(observation.item);
  // A positive observation never carries a dislike as its strongest signal.
  const signal = observation.signal as Exclude<Observation['signal'], 'dislike'>;
  return { kind: 'because', signal, item: id, ...(title === undefined ? {} : { title }) };
}

function pageReason(pack: Pack, item: ItemIndex, boughtTogether: boolean): Reason {
  const { id, title } = pack.catalogue.item(item);
  const kind = boughtTogether ? 'bought-together' : 'similar';
  return { kind, item: id, ...(title === undefined ? {} : { title }) };
}
