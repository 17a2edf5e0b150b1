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
  let firstQuery = group.x * BLOCK;
  let tile = (group.z * groups.y + group.y) * 64u + lane;
  if (tile >= params.tiles) { return; }
  var best = Words(0u);
  var bestItem = Words(0u);
  for (var item = tile; item < params.items; item += params.tiles) {
    let index = params.firstItem + item;
    if (isExcluded(index)) { continue; }
    var dots = Ints(0i);
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      dots += dotBlock(rows[chunk * params.items + item], chunk, firstQuery);
    }
    let scores = orderedScores(dots, scales[item]);
    // Rows come in ascending order: one that ties has lost.
    bestItem = select(bestItem, Words(~index), scores > best);
    best = max(best, scores);
  }
  for (var n = 0u; n < BLOCK && firstQuery + n < params.queryCount; n++) {
    tiles[(firstQuery + n) * params.tileCount + params.firstTile + tile] =
      Candidate(component(bestItem, n), component(best, n));
  }
}
