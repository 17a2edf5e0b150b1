import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sha256Hex } from '../../src/pack/sha256.ts';
import { sha256 } from '../../src/pack/sha256-js.ts';
import { seededRandom } from '../support/tiny-pack.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('sha256', () => {
  it('agrees with OpenSSL at every length around the block size, and beyond', () => {
    const random = seededRandom(1);
    for (const length of [...Array(140).keys(), 1000, 65_537]) {
      const bytes = Uint8Array.from({ length }, () => random() * 256);
      expect(hex(sha256(bytes))).toBe(reference(bytes));
    }
  });

  it('is used where the page has no crypto.subtle', async () => {
    const bytes = new TextEncoder().encode('abc');
    const withSubtle = await sha256Hex(bytes);
    vi.stubGlobal('crypto', {});
    expect(await sha256Hex(bytes)).toBe(withSubtle);
    expect(withSubtle).toBe(reference(bytes));
  });
});
