import { describe, expect, it } from 'vitest';
import { readConfig, readLimit } from '../../src/embed/config.ts';

describe('the script tag', () => {
  it('takes defaults for what it does not say', () => {
    expect(readConfig({ pack: '/models/books/' })).toEqual({
      pack: '/models/books/',
      namespace: 'default',
      engine: 'auto',
    });
  });

  it('says which attribute is missing', () => {
    expect(() => readConfig({})).toThrow('no data-pack. Add data-pack="/path/to/pack/"');
  });

  it('says which engines there are', () => {
    expect(() => readConfig({ pack: '/p/', engine: 'gpu' })).toThrow(
      'data-engine is "gpu"; it must be one of auto, js, wasm, webgpu.',
    );
  });
});

describe('a shelf’s limit', () => {
  it.each([
    [null, 8],
    ['', 8],
    ['many', 8],
    ['6', 6],
    ['500', 100],
    ['0', 1],
    ['-3', 1],
    ['6.5', 6],
  ])('%j is %d', (value, limit) => {
    expect(readLimit(value)).toBe(limit);
  });
});
