// Four queries per invocation, one in each component: vectors stay in registers where an array might not.
alias Ints = vec4<i32>;
alias Words = vec4<u32>;
alias Floats = vec4<f32>;
const BLOCK = 4u;

fn dotBlock(row: vec4<u32>, chunk: u32, firstQuery: u32) -> Ints {
  return Ints(
    dotChunk(row, queryAt(firstQuery, chunk)),
    dotChunk(row, queryAt(firstQuery + 1u, chunk)),
    dotChunk(row, queryAt(firstQuery + 2u, chunk)),
    dotChunk(row, queryAt(firstQuery + 3u, chunk)),
  );
}

fn component(words: Words, n: u32) -> u32 {
  return words[n];
}
