import type { BlendWeights, Quotas } from '../pack/format.ts';
import { solveFoldIn } from '../profile/fold-in.ts';
import type { Profile } from '../profile/profile.ts';
import { neighbourAnchors, recentAnchors } from './candidates/anchors.ts';
import { generateCandidates } from './candidates/generate.ts';
import { neighbourScores } from './candidates/neighbours.ts';
import type { CheckedRequest } from './check-request.ts';
import { determineEligibility, hardRules } from './eligibility.ts';
import { contributionsOf, type ReasonsInput, reasonsFor } from './reasons.ts';
import { dislikeFactors } from './reranking/dislikes.ts';
import { diversify } from './reranking/diversify.ts';
import { type Blend, blendTerms } from './scoring/blend.ts';
import { computeTerms } from './scoring/terms.ts';
import { Similarity } from './similarity.ts';
import type { Candidate, PipelineInput, Shelf, StageTrace, Trace } from './types.ts';

/** What distinguishes one kind of shelf from another; the stages are the same. */
export interface StagePlan {
  request: CheckedRequest;
  /** The observations that speak for or against candidates; the hard rules and the soft dislikes use the whole profile. */
  observations: Profile['observations'];
  blend: BlendWeights;
  /** How much is known to rank by; see `blendTerms`. */
  evidence: number;
  quotas: Quotas;
}

/** Runs the stages in their order: profile, candidates, scoring, re-ranking. */
export async function runStages(input: PipelineInput, plan: StagePlan): Promise<Shelf> {
  const { pack, profile, engine } = input;
  const { request, observations, quotas } = plan;
  const { limit, pageItem } = request;
  const { rerank } = pack.manifest.tuning;
  const clock = new StageClock();
  const similarity = new Similarity(pack.matrix);

  const solution = solveFoldIn(pack, observations);
  const taste = solution?.vector ?? null;
  const { mask, eligible, excluded } = determineEligibility(pack, profile, request);
  clock.end('profile', observations.length, observations.length);

  const recent = recentAnchors(observations, pageItem);
  const anchors = neighbourAnchors(observations, pageItem);
  const neighbours = neighbourScores(pack, anchors);
  const vectors = { pack, taste, recent, neighbours, similarity };
  const { pool, generators } =
    limit === 0
      ? { pool: { candidates: [] }, generators: [] }
      : await generateCandidates({ ...vectors, engine, exclude: mask, quotas, limit });
  const candidates: readonly Candidate[] = pool.candidates;
  clock.end('candidates', eligible, candidates.length);

  const terms = computeTerms(candidates, vectors);
  const { relevance, factors, average } = blendTerms(terms, plan.blend, plan.evidence);
  clock.end('scoring', candidates.length, candidates.length);

  const before = byScore(candidates, relevance);
  const penalties = dislikeFactors(candidates, pack, profile.observations, rerank.dislikePenalty, similarity);
  const scores = relevance.map((value, c) => value * penalties[c]);
  const order = byScore(candidates, scores);
  const { chosen, capped } = diversify(candidates, order, scores, limit, pack, rerank, similarity);
  const mayBeShown = hardRules(profile, request);
  const shown = chosen.filter((c) => mayBeShown(candidates[c].index));
  const reasonsInput: ReasonsInput = {
    ...vectors,
    solution,
    observations,
    neighbours: anchors,
    terms,
    factors,
    average,
  };
  const items = shown.map((c) => {
    const { index, sources } = candidates[c];
    const reasons = reasonsFor(index, contributionsOf(index, c, reasonsInput), reasonsInput);
    return {
      id: pack.catalogue.ids[index],
      score: scores[c],
      reasons,
      sources,
      item: pack.catalogue.item(index),
    };
  });
  clock.end('reranking', candidates.length, items.length);

  const trace: Trace = {
    engine: engine.name,
    engineReason: input.engineReason,
    stages: clock.stages,
    generators,
    excluded,
    reranked: { penalised: countDemoted(before, order, penalties), capped },
    totalMs: clock.total(),
  };
  if (request.explain) {
    trace.candidates = order.map((c) => ({
      id: pack.catalogue.ids[candidates[c].index],
      score: scores[c],
      sources: candidates[c].sources,
    }));
  }
  return { items, personal: isPersonal(plan, factors, anchors.length > 0 && neighbours !== null), trace };
}

/** Positions among the candidates, greatest score first, ties to the lower item index. */
function byScore(candidates: readonly Candidate[], scores: Float64Array): number[] {
  return candidates
    .map((_, c) => c)
    .sort((a, b) => scores[b] - scores[a] || candidates[a].index - candidates[b].index);
}

/** Candidates with a penalty that stand lower than they did without. */
function countDemoted(before: readonly number[], after: readonly number[], penalties: Float64Array): number {
  const rank = new Int32Array(before.length);
  before.forEach((c, r) => {
    rank[c] = r;
  });
  return after.reduce((count, c, r) => count + (penalties[c] < 1 && r > rank[c] ? 1 : 0), 0);
}

/** True if a positive observation decided anything; a dislike alone leaves the popular items, less its like. */
function isPersonal(plan: StagePlan, factors: Blend['factors'], hasNeighbours: boolean): boolean {
  if (!plan.observations.some((observation) => observation.preference === 1)) return false;
  return factors.taste > 0 || factors.recent > 0 || (hasNeighbours && factors.neighbours > 0);
}

class StageClock {
  readonly stages: StageTrace[] = [];
  readonly #start = performance.now();
  #last = this.#start;

  end(stage: StageTrace['stage'], entered: number, left: number): void {
    const now = performance.now();
    this.stages.push({ stage, ms: now - this.#last, in: entered, out: left });
    this.#last = now;
  }

  total(): number {
    return this.#last - this.#start;
  }
}
