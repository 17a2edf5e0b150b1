// A candidate's rank is the number of better ones; those below k are the results. Pairs are unique, so ranks are.
struct Selection {
  threshold: Candidate,
  winners: u32,
  candidates: u32,
}

@group(0) @binding(1) var<storage, read> selections: array<Selection>;
@group(0) @binding(2) var<storage, read> candidates: array<Candidate>;
// Candidate[64] with the counts in x, then Candidate[queries][k].
@group(0) @binding(3) var<storage, read_write> results: array<Candidate>;

@compute @workgroup_size(64)
fn rank(
  @builtin(workgroup_id) group: vec3<u32>,
  @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let query = group.z;
  let count = selections[query].candidates;
  let first = query * params.candidateCapacity;
  if (group.x == 0u && lane == 0u) { results[query] = Candidate(min(count, params.k), 0u); }
  for (var place = group.x * 64u + lane; place < count; place += groups.x * 64u) {
    let candidate = candidates[first + place];
    var better = 0u;
    for (var other = 0u; other < count; other++) {
      better += u32(isBetter(candidates[first + other], candidate));
    }
    if (better < params.k) { results[64u + query * params.k + better] = candidate; }
  }
}
