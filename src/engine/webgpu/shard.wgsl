// One shard of the matrix. rows holds vec4<u32>[CHUNKS][items]: neighbouring invocations load neighbouring 16 bytes.
@group(0) @binding(1) var<uniform> queries: array<QueryVector, 64u * CHUNKS * VECTORS_PER_CHUNK>;
@group(0) @binding(2) var<storage, read> rows: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> scales: array<f32>;
@group(0) @binding(4) var<storage, read> mask: array<u32>;

fn queryAt(query: u32, chunk: u32) -> u32 {
  return (query * CHUNKS + chunk) * VECTORS_PER_CHUNK;
}

fn isExcluded(item: u32) -> bool {
  return ((mask[item >> 5u] >> (item & 31u)) & 1u) == 1u;
}

// The scores' bits in an order in which unsigned comparison is numeric comparison. −0 becomes 0: the two must tie.
fn orderedScores(dots: Floats, scale: f32) -> Words {
  let scores = bitcast<Words>(dots * scale);
  let sign = Words(0x80000000u);
  let bits = select(scores, Words(0u), scores == sign);
  return select(bits | sign, ~bits, bits >= sign);
}
