// A query is f32, times 2⁻²⁴: per chunk of 16 components four vectors. Every product is an integer and no partial sum
// exceeds 2²⁴, so f32 is exact in any order.
alias QueryVector = vec4<f32>;
const VECTORS_PER_CHUNK = 4u;

// Four int8 as f32, times 2²⁴: each in the top byte of an i32. Multiplied, not shifted: software adapters shift lane by lane.
fn signedBytes(word: u32) -> vec4<f32> {
  return vec4<f32>(
    f32(bitcast<i32>(word * 0x1000000u)),
    f32(bitcast<i32>((word * 0x10000u) & 0xff000000u)),
    f32(bitcast<i32>((word * 0x100u) & 0xff000000u)),
    f32(bitcast<i32>(word & 0xff000000u)),
  );
}

fn dotChunk(row: vec4<u32>, at: u32) -> f32 {
  return dot(signedBytes(row.x), queries[at]) + dot(signedBytes(row.y), queries[at + 1u])
    + dot(signedBytes(row.z), queries[at + 2u]) + dot(signedBytes(row.w), queries[at + 3u]);
}
