// Scores every row with a block of queries and keeps the best of each tile. Tile t is rows t, t + tiles, t + 2·tiles …:
// loads coalesce, and rows that are alike and stand together in a catalogue fall into different tiles.
@group(0) @binding(5) var<storage, read_write> tiles: array<Candidate>;

@compute @workgroup_size(64)
fn sweep(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  // Blocks of queries come first, so that those which read the same rows run together and share the cache.
  let firstQuery = firstQueryOf(group.x);
  let tile = (group.z * groups.y + group.y) * 64u + lane;
  if (tile >= params.tiles) { return; }
  var best = Words(0u);
  var bestItem = Words(0u);
  for (var item = tile; item < params.items; item += params.tiles) {
    let scores = orderedScores(dotRow(item, firstQuery), scales[item]);
    // Rows come in ascending order: one that ties has lost.
    let better = scores > best;
    let index = params.firstItem + item;
    // The mask comes last, since few rows get here.
    if (any(better) && !isExcluded(index)) {
      bestItem = select(bestItem, Words(~index), better);
      best = max(best, scores);
    }
  }
  for (var n = 0u; n < BLOCK && firstQuery + n < params.queryCount; n++) {
    tiles[(firstQuery + n) * params.tileCount + params.firstTile + tile] =
      Candidate(component(bestItem, n), component(best, n));
  }
}
