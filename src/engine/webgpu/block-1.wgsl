// One query per invocation.
alias Floats = f32;
alias Words = u32;
const BLOCK = 1u;

// A constant, so that reading the query is as cheap as it can be.
fn firstQueryOf(block: u32) -> u32 {
  return 0u;
}

fn dotBlock(row: vec4<u32>, chunk: u32, query: u32) -> Floats {
  return dotChunk(row, queryAt(query, chunk));
}

fn component(words: Words, n: u32) -> u32 {
  return words;
}
