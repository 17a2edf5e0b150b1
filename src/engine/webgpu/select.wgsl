// One workgroup per query finds the k tiles with the best candidates: only they can hold the k best items, and no
// item below the k-th of these candidates is among them. A radix selection, most significant digit first.
struct Selection {
  threshold: Candidate,
  winners: u32,
  candidates: u32,
}

@group(0) @binding(1) var<storage, read> tiles: array<Candidate>;
@group(0) @binding(2) var<storage, read_write> selections: array<Selection>;
@group(0) @binding(3) var<storage, read_write> winners: array<u32>;

var<workgroup> bins: array<atomic<u32>, 256>;
// The digit found, how many of its bin are wanted, and whether that is all of them.
var<workgroup> found: vec3<u32>;
var<workgroup> winnerCount: atomic<u32>;

fn findDigit(wanted: u32) -> vec3<u32> {
  var left = wanted;
  var digit = 255u;
  while (digit > 0u && atomicLoad(&bins[digit]) < left) {
    left -= atomicLoad(&bins[digit]);
    digit--;
  }
  return vec3<u32>(digit, left, u32(atomicLoad(&bins[digit]) == left));
}

@compute @workgroup_size(256)
fn selectTiles(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let first = group.x * params.tileCount;
  var wanted = params.winnerCapacity;
  // The digits that are known, and their values: first those of the score, then those of the index.
  var known = Candidate();
  var threshold = Candidate();
  for (var round = 0u; round < 8u; round++) {
    let word = select(0u, 1u, round < 4u);
    let shift = 24u - 8u * (round & 3u);
    atomicStore(&bins[lane], 0u);
    workgroupBarrier();
    for (var tile = lane; tile < params.tileCount; tile += 256u) {
      let candidate = tiles[first + tile];
      if (all((candidate & known) == threshold)) {
        atomicAdd(&bins[(candidate[word] >> shift) & 255u], 1u);
      }
    }
    workgroupBarrier();
    if (lane == 0u) { found = findDigit(wanted); }
    let step = workgroupUniformLoad(&found);
    known[word] |= 255u << shift;
    threshold[word] |= step.x << shift;
    wanted = step.y;
    if (step.z == 1u) { break; }
  }
  for (var tile = lane; tile < params.tileCount; tile += 256u) {
    let candidate = tiles[first + tile];
    if (candidate.y != 0u && !isBetter(threshold, candidate)) {
      winners[group.x * params.winnerCapacity + atomicAdd(&winnerCount, 1u)] = tile;
    }
  }
  workgroupBarrier();
  if (lane == 0u) { selections[group.x] = Selection(threshold, atomicLoad(&winnerCount), 0u); }
}
