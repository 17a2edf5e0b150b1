// A query is i32: per chunk of 16 components four vectors.
alias QueryWord = vec4<i32>;
const QUERY_WORDS = 4u;

fn signedBytes(word: u32) -> vec4<i32> {
  return vec4<i32>(vec4<u32>(word) << vec4<u32>(24u, 16u, 8u, 0u)) >> vec4<u32>(24u);
}

fn dotChunk(row: vec4<u32>, at: u32) -> i32 {
  return dot(signedBytes(row.x), queries[at]) + dot(signedBytes(row.y), queries[at + 1u])
    + dot(signedBytes(row.z), queries[at + 2u]) + dot(signedBytes(row.w), queries[at + 3u]);
}
