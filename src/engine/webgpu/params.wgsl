// Written by paramsOf in layout.ts.
struct Params {
  queryCount: u32,
  k: u32,
  // Tiles of all shards; rows per tile; tiles that a query can select; candidates that it can gather.
  tileCount: u32,
  tileSize: u32,
  winnerCapacity: u32,
  candidateCapacity: u32,
  // The shard: its place among the items and among the tiles.
  firstItem: u32,
  items: u32,
  firstTile: u32,
  tiles: u32,
}

// A candidate is a pair, x the complement of its index, y its ordered score; (0, 0) is none.
alias Candidate = vec2<u32>;

fn isBetter(a: Candidate, b: Candidate) -> bool {
  return a.y > b.y || (a.y == b.y && a.x > b.x);
}

@group(0) @binding(0) var<uniform> params: Params;
