// Scores the rows of the selected tiles again and keeps those that reach the threshold: at least the k best.
struct Selection {
  threshold: Candidate,
  winners: u32,
  candidates: atomic<u32>,
}

@group(0) @binding(5) var<storage, read_write> selections: array<Selection>;
@group(0) @binding(6) var<storage, read> winners: array<u32>;
@group(0) @binding(7) var<storage, read_write> candidates: array<Candidate>;

@compute @workgroup_size(64)
fn gather(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let query = group.z;
  let place = (group.y * groups.x + group.x) * 64u + lane;
  let slot = place / params.tileSize;
  if (slot >= selections[query].winners) { return; }
  // Wraps for the tiles of earlier shards.
  let tile = winners[query * params.winnerCapacity + slot] - params.firstTile;
  let item = tile + (place % params.tileSize) * params.tiles;
  if (tile >= params.tiles || item >= params.items) { return; }
  let index = params.firstItem + item;
  if (isExcluded(index)) { return; }
  let candidate = Candidate(~index, orderedScores(dotRow(item, query), scales[item]));
  if (isBetter(selections[query].threshold, candidate)) { return; }
  candidates[query * params.candidateCapacity + atomicAdd(&selections[query].candidates, 1u)] = candidate;
}
