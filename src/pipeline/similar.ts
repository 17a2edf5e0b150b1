import { LocavoreError } from '../errors.ts';
import type { ItemIndex } from '../units.ts';
import { checkRequest } from './check-request.ts';
import { runStages } from './stages.ts';
import type { PipelineInput, Shelf } from './types.ts';

/** Its vector and its neighbour list count alike; popularity only fills a shelf that they leave short. */
const SIMILAR_BLEND = { taste: 0, neighbours: 1, recent: 1, popularity: 0 };
const SIMILAR_QUOTAS = { taste: 0, neighbours: 200, recent: 200, popular: 0 };

/**
 * Items like one item: those nearest to its vector by cosine and those on its neighbour list. The shopper's taste has no
 * say, but what `recommend` never shows is not shown here either, and closeness to a dislike is penalised.
 *
 * @throws LocavoreError `invalid-argument`: as `recommend`, and for an item index outside the pack.
 */
export async function similar(input: PipelineInput, item: ItemIndex): Promise<Shelf> {
  const { count } = input.pack.matrix;
  if (!Number.isInteger(item) || item < 0 || item >= count) {
    throw new LocavoreError(
      'invalid-argument',
      `similar() takes an item index from 0 to ${count - 1}, not ${String(item)}.`,
    );
  }
  const request = { ...(await checkRequest(input.request, input.pack)), pageItem: item };
  const plan = { blend: SIMILAR_BLEND, quotas: SIMILAR_QUOTAS, evidence: Number.POSITIVE_INFINITY };
  return runStages(input, { ...plan, request, observations: [] });
}
