import { checkRequest } from './check-request.ts';
import { runStages } from './stages.ts';
import type { PipelineInput, Shelf } from './types.ts';

/**
 * A shelf for the shopper: candidate generation, scoring and re-ranking over one profile and one request.
 *
 * Never on it: what the shopper disliked, liked, bought or has in the cart, what the request excludes or filters out, and
 * the item of the page. It holds `limit` items whenever that many may be shown, all that may be shown otherwise, and no
 * item twice. Without any positive signal it holds popular items, and `personal` is false. `context.country` is accepted and
 * not used: packs of this version carry no priors by segment.
 *
 * @throws LocavoreError `invalid-argument` for a limit outside 0 … 1,000 or a malformed request; `engine-failed`.
 */
export async function recommend(input: PipelineInput): Promise<Shelf> {
  const { blend, quotas } = input.pack.manifest.tuning;
  const { observations } = input.profile;
  const request = await checkRequest(input.request, input.pack);
  // A request about an item is answered about that item: no prior.
  let evidence = request.pageItem >= 0 ? Number.POSITIVE_INFINITY : 0;
  for (const { confidence, preference } of observations) evidence += confidence * preference;
  return runStages(input, { request, observations, blend, evidence, quotas });
}
