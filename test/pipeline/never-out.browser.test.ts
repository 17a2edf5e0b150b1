import { test } from 'vitest';
import { checkNeverOut } from './never-out.ts';

// Fewer cases than in Node: what is new here is the engine, and a software GPU is slow.
test.each([
  ['webgpu', 60],
  ['wasm', 500],
] as const)(
  'what must not come out never does, and the shelf is full (%s, %i cases)',
  async (engine, runs) => {
    await checkNeverOut(engine, runs, { allowSoftware: true });
  },
);
