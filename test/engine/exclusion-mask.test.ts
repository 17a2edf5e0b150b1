import { expect, test } from 'vitest';
import {
  countExcluded,
  createMask,
  excludeItem,
  includeItem,
  isExcluded,
} from '../../src/engine/exclusion-mask.ts';

test('items are left out and taken in again, at the edges of words', () => {
  const mask = createMask(65);
  expect(mask).toHaveLength(3);
  for (const item of [0, 31, 32, 63, 64]) excludeItem(mask, item);
  expect([...mask]).toEqual([0x80000001, 0x80000001, 1]);
  includeItem(mask, 31);
  includeItem(mask, 30);
  expect([0, 31, 32, 63, 64].map((item) => isExcluded(mask, item))).toEqual([true, false, true, true, true]);
});

test('countExcluded counts items, not bits beyond them', () => {
  const mask = createMask(40).fill(0xffffffff);
  expect(countExcluded(mask, 40)).toBe(40);
  includeItem(mask, 39);
  expect(countExcluded(mask, 40)).toBe(39);
  expect(countExcluded(createMask(64).fill(0xffffffff), 64)).toBe(64);
  expect(countExcluded(createMask(0), 0)).toBe(0);
});
