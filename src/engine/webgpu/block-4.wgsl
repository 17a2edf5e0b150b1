// Four queries per invocation, one in each component: vectors stay in registers where an array might not.
alias Floats = vec4<f32>;
alias Words = vec4<u32>;
const BLOCK = 4u;

fn firstQueryOf(block: u32) -> u32 {
  return block * 4u;
}

fn dotBlock(row: vec4<u32>, chunk: u32, query: u32) -> Floats {
  return Floats(
    dotChunk(row, queryAt(query, chunk)),
    dotChunk(row, queryAt(query + 1u, chunk)),
    dotChunk(row, queryAt(query + 2u, chunk)),
    dotChunk(row, queryAt(query + 3u, chunk)),
  );
}

fn component(words: Words, n: u32) -> u32 {
  return words[n];
}
