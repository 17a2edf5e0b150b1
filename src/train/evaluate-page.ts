/** The page's own path, run in Node: events, profile, fold-in over int8 vectors, engine, pipeline. */

import { createMask, setBit } from '../engine/bit-mask.ts';
import { createEngine } from '../engine/create.ts';
import { createPack } from '../pack/create.ts';
import type { PackParts } from '../pack/parts.ts';
import { neighbourAnchors } from '../pipeline/candidates/anchors.ts';
import { neighbourScores } from '../pipeline/candidates/neighbours.ts';
import { recommend } from '../pipeline/recommend.ts';
import { deriveProfile } from '../profile/derive.ts';
import type { ProfileEvent } from '../profile/events.ts';
import { foldIn } from '../profile/fold-in.ts';
import type { EpochMs, ItemIndex } from '../units.ts';
import { rankScores } from './rank.ts';
import type { HistoryEntry, Query } from './split.ts';

export interface PageRankings {
  als: ItemIndex[];
  neighbours: ItemIndex[];
  pipeline: ItemIndex[];
}

/** Any fixed time serves: likes and dislikes do not fade by default, and a result must not depend on the clock. */
const SOME_TIME: EpochMs = Date.UTC(2020, 0, 1);

/** A ranker over a pack in memory, k items deep. */
export async function pageRankings(
  parts: PackParts,
  k: number,
): Promise<{ rank(query: Query): Promise<PageRankings>; close(): void }> {
  const pack = createPack(parts);
  const engine = await createEngine('wasm', pack.matrix);
  const ids = pack.catalogue.ids;

  return {
    async rank({ history }) {
      const { events, now } = eventsOf(history, ids);
      const profile = deriveProfile(events, pack, now);
      const known = new Set(history.map(({ item }) => item));

      const mask = createMask(pack.matrix.count);
      for (const item of known) setBit(mask, item);
      const user = foldIn(pack, profile.observations);
      const found = user === null ? [] : await engine.search({ queries: [user], k, exclude: mask });

      const anchors = neighbourAnchors(profile.observations, -1);
      const scores = neighbourScores(pack, anchors) ?? new Float64Array(pack.matrix.count);

      const shelf = await recommend({
        pack,
        engine,
        engineReason: 'evaluation',
        profile,
        request: { limit: k, exclude: history.map(({ item }) => ids[item]) },
        now,
      });
      return {
        als: found.length === 0 ? [] : [...found[0].indices],
        neighbours: rankScores(scores, known, k),
        pipeline: shelf.items.map(({ id }) => pack.catalogue.indexOf(id)),
      };
    },
    close: () => engine.destroy(),
  };
}

/** Likes and dislikes as a shopper would have recorded them; the rest of the history is known, but says nothing. */
function eventsOf(
  history: readonly HistoryEntry[],
  ids: readonly string[],
): { events: ProfileEvent[]; now: EpochMs } {
  const events: ProfileEvent[] = [];
  let now = SOME_TIME;
  for (const { item, preference, time } of history) {
    const at = time ?? SOME_TIME;
    now = Math.max(now, at);
    if (preference === 0) continue;
    events.push({ id: `e${events.length}`, type: preference > 0 ? 'like' : 'dislike', item: ids[item], at });
  }
  events.sort((a, b) => a.at - b.at);
  return { events, now };
}
