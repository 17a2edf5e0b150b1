import { expect, test } from 'vitest';
import { createMask, hasBit, maskLength, setAllBut, setBit } from '../../src/engine/bit-mask.ts';

test('bits are set once, at the edges of words, and no other with them', () => {
  const mask = createMask(65);
  expect(mask).toHaveLength(3);
  for (const item of [0, 31, 32, 63, 64]) {
    expect(setBit(mask, item)).toBe(true);
    expect(setBit(mask, item)).toBe(false);
  }
  expect([...mask]).toEqual([0x80000001, 0x80000001, 1]);
  expect([0, 1, 30, 31, 32, 33, 62, 63, 64].map((item) => hasBit(mask, item))).toEqual([
    true,
    false,
    false,
    true,
    true,
    false,
    false,
    true,
    true,
  ]);
});

test('a mask has a word for every 32 items that were begun', () => {
  expect([0, 1, 32, 33, 64, 65].map(maskLength)).toEqual([0, 1, 1, 2, 2, 3]);
});

test.each([0, 1, 31, 32, 33, 64, 65])('of %i items: setAllBut counts what it sets', (count) => {
  const allowed = createMask(count);
  const mask = createMask(count);
  let expected = count;
  for (let i = 0; i < count; i += 3) {
    setBit(allowed, i);
    expected--;
  }
  if (count > 1) {
    setBit(mask, 1);
    expected--;
  }
  expect(setAllBut(mask, allowed, count)).toBe(expected);
  for (let i = 0; i < mask.length * 32; i++) expect(hasBit(mask, i)).toBe(i < count && i % 3 !== 0);
});
