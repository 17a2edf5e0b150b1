requires packed_4x8_integer_dot_product;

// A query is 256·hi + lo: per chunk of 16 components one vector of hi and one of lo.
alias QueryVector = vec4<u32>;
const VECTORS_PER_CHUNK = 2u;

fn dotChunk(row: vec4<u32>, at: u32) -> f32 {
  let hi = queries[at];
  let lo = queries[at + 1u];
  let high = dot4I8Packed(row.x, hi.x) + dot4I8Packed(row.y, hi.y) + dot4I8Packed(row.z, hi.z) + dot4I8Packed(row.w, hi.w);
  let low = dot4I8Packed(row.x, lo.x) + dot4I8Packed(row.y, lo.y) + dot4I8Packed(row.z, lo.z) + dot4I8Packed(row.w, lo.w);
  return f32(high * 256 + low);
}
