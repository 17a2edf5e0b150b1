import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPackConfig } from '../../src/cli/pack-config.ts';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import { complaint, givenFiles } from '../train/read/files.ts';

const read = (json: unknown) => {
  const text = typeof json === 'string' ? json : JSON.stringify(json);
  return readPackConfig(givenFiles({ 'c.json': text })['c.json']);
};

describe('readPackConfig', () => {
  it('reads the configuration of models/books', async () => {
    const config = await readPackConfig(join(import.meta.dirname, '../../models/books.config.json'));
    expect(config).toMatchObject({
      name: 'books',
      card: { licence: 'CC-BY-SA-4.0' },
      flags: { dimensions: 128 },
    });
  });

  it('lays tuning over the defaults', async () => {
    const { tuning } = await read({
      tuning: { signals: { like: { halfLifeDays: 5 } }, rerank: { maxPerCreator: null } },
    });
    expect(tuning).toEqual({
      ...DEFAULT_TUNING,
      signals: { ...DEFAULT_TUNING.signals, like: { confidence: 1, halfLifeDays: 5 } },
      rerank: { ...DEFAULT_TUNING.rerank, maxPerCreator: null },
    });
  });

  it.each([
    ['{', /^input-malformed: c.json is not JSON: /],
    [[], /^input-malformed: c.json is malformed: the file is \[\], expected an object\./],
    [{ crad: {} }, /c.json: the file has the unknown member "crad". Did you mean card\? Known: name, card,/],
    [{ card: { title: 3 } }, /card\.title is 3, expected a string/],
    [
      { catalogue: { fields: [{ name: 'a', column: 'a', type: 'text' }] } },
      /catalogue\.fields\[0\]\.type is "text"/,
    ],
    [
      { catalogue: { fields: [{ name: 'a', column: 'a', type: 'tags', tags: { max: 0 } }] } },
      /tags\.max is 0/,
    ],
    [{ tuning: { blend: { tast: 1 } } }, /tuning\.blend has the unknown member "tast". Did you mean taste\?/],
    [{ tuning: { blend: { taste: '1' } } }, /tuning\.blend\.taste is "1", expected a number or null/],
    [{ flags: { dimensions: [1] } }, /flags\.dimensions is \[1\]/],
  ])('refuses %j', async (json, message) => {
    expect(await complaint(read(json))).toMatch(message);
  });

  it('says that the file is not there', async () => {
    expect(await complaint(readPackConfig('/nowhere/c.json'))).toMatch(/^file-unreadable: .*no such file/);
  });
});
