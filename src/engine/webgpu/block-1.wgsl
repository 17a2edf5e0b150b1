// One query per invocation.
alias Ints = i32;
alias Words = u32;
alias Floats = f32;
const BLOCK = 1u;

fn dotBlock(row: vec4<u32>, chunk: u32, firstQuery: u32) -> Ints {
  return dotChunk(row, queryAt(firstQuery, chunk));
}

fn component(words: Words, n: u32) -> u32 {
  return words;
}
