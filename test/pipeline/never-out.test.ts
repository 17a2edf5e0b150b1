import { test } from 'vitest';
import { checkNeverOut } from './never-out.ts';

// Each case asks for a shelf and for the items similar to one: 12,000 cases, 24,000 shelves.
test.each([
  ['js', 6_000],
  ['wasm', 6_000],
] as const)(
  'what must not come out never does, and the shelf is full (%s, %i cases)',
  async (engine, runs) => {
    await checkNeverOut(engine, runs);
  },
);
