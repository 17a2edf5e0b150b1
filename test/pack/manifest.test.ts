import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import { parseManifest } from '../../src/pack/manifest.ts';
import { buildPackFiles } from '../../src/pack/write.ts';
import { caught } from '../support/caught.ts';
import { tinyPackParts } from '../support/tiny-pack.ts';

const URL = 'https://shop.example/models/books/manifest.json';
// biome-ignore lint/suspicious/noExplicitAny: tests break it in every way.
type Json = any;
let good: string;

beforeAll(async () => {
  const { files } = await buildPackFiles(tinyPackParts());
  good = new TextDecoder().decode(files.get('manifest.json'));
});

function broken(change: (manifest: Json) => void): string {
  const json = JSON.parse(good);
  change(json);
  return JSON.stringify(json);
}

describe('parseManifest', () => {
  it('reads what buildPackFiles writes', () => {
    const manifest = parseManifest(good, URL);
    expect(manifest).toMatchObject({ name: 'tiny', items: 60, dimension: 8, stride: 16 });
    expect(manifest.contentVersion).toMatch(/^[0-9a-f]{16}$/);
  });

  it('fills in the tuning that a pack leaves out', () => {
    const text = broken((m) => {
      m.tuning = {
        blend: { taste: 2 },
        signals: { like: { confidence: 5 } },
        rerank: { maxPerCreator: null },
      };
    });
    const { tuning } = parseManifest(text, URL);
    expect(tuning.blend).toEqual({ ...DEFAULT_TUNING.blend, taste: 2 });
    expect(tuning.signals.like).toEqual({ confidence: 5, halfLifeDays: null });
    expect(tuning.rerank.maxPerCreator).toBeNull();
    expect(tuning.quotas).toEqual(DEFAULT_TUNING.quotas);
  });

  it('recognises an HTML page and says where to look', () => {
    const error = caught(() => parseManifest('<!doctype html><html>', URL));
    expect(error.code).toBe('pack-malformed');
    expect(error.message).toBe(
      `The manifest ${URL} is an HTML page, not JSON: it begins with "<!doctype html><html>". ` +
        "The server probably answers unknown paths with a page: check the pack's URL, and that its folder was uploaded.",
    );
  });

  it('recognises an empty file and text that is no JSON', () => {
    expect(caught(() => parseManifest('', URL)).message).toContain('is not JSON: it is empty');
    expect(caught(() => parseManifest('{"format":', URL)).message).toContain('begins with "{\\"format\\":"');
  });

  it('names an unknown version and the two ways out', () => {
    const error = caught(() =>
      parseManifest(
        broken((m) => (m.version = 2)),
        URL,
      ),
    );
    expect(error.code).toBe('pack-version');
    expect(error.message).toBe(
      `The manifest ${URL} has format version 2; this release of Locavore reads version 1. ` +
        'Update Locavore, or make the pack again with the release that the page uses.',
    );
  });

  it.each<[string, (m: Json) => unknown, string]>([
    ['another format', (m) => (m.format = 'zip'), '$.format is "zip", expected "locavore-pack"'],
    ['no object', (m) => (m.card = []), '$.card is [], expected an object'],
    ['a bad name', (m) => (m.name = 'a/b'), '$.name is "a/b", expected 1 to 64 letters'],
    [
      'too many dimensions',
      (m) => (m.dimension = 129),
      '$.dimension is 129, expected a whole number from 1 to 128',
    ],
    ['half an item', (m) => (m.items = 1.5), '$.items is 1.5, expected a whole number'],
    ['a wrong stride', (m) => (m.stride = 8), '$.stride is 8, expected 16 for dimension 8'],
    ['an unknown metric', (m) => (m.metric = 'l2'), '$.metric is "l2", expected one of "dot"'],
    ['an unknown dtype', (m) => (m.dtype = 'f16'), '$.dtype is "f16", expected one of "int8"'],
    ['no fold-in', (m) => delete m.foldIn, '$.foldIn is nothing, expected an object'],
    [
      'a fold-in without weight',
      (m) => (m.foldIn.alpha0 = 0),
      '$.foldIn.alpha0 is 0, expected a number of at least',
    ],
    [
      'a quota too large',
      (m) => (m.tuning.quotas.taste = 1e6),
      '$.tuning.quotas.taste is 1000000, expected a whole',
    ],
    [
      'a negative blend',
      (m) => (m.tuning.blend.recent = -1),
      '$.tuning.blend.recent is -1, expected a number of at',
    ],
    [
      'a confidence',
      (m) => (m.tuning.signals.view.confidence = 101),
      '$.tuning.signals.view.confidence is 101',
    ],
    [
      'an unknown section',
      (m) => (m.shards[1].section = 'x'),
      '$.shards[1].section is "x", expected one of "vectors"',
    ],
    [
      'a slash',
      (m) => (m.shards[2].file = '../x.bin'),
      '$.shards[2].file is "../x.bin", expected a file name',
    ],
    [
      'a URL',
      (m) => (m.shards[2].file = 'https:evil'),
      '$.shards[2].file is "https:evil", expected a file name',
    ],
    ['a dot file', (m) => (m.shards[2].file = '..'), '$.shards[2].file is "..", expected a file name'],
    [
      'a short hash',
      (m) => (m.shards[0].sha256 = 'ab'),
      '$.shards[0].sha256 is "ab", expected 64 lower-case hex',
    ],
    [
      'an empty shard',
      (m) => (m.shards[0].bytes = 0),
      '$.shards[0].bytes is 0, expected a whole number from 1 to',
    ],
    [
      'a huge shard',
      (m) => (m.shards[0].bytes = 2 ** 23),
      '$.shards[0].bytes is 8388608, expected a whole number',
    ],
    [
      'a missing section',
      (m) => m.shards.splice(0, 1),
      'section "vectors" is 0, expected 960 bytes for 60 items',
    ],
    ['a missing catalogue', (m) => m.shards.pop(), 'section "catalogue" is 0, expected at least 1 bytes'],
    ['ALS without Gram', (m) => m.shards.splice(2, 1), 'section "gram" is 0, expected 256 bytes'],
    [
      'half the neighbours',
      (m) => m.shards.splice(3, 1),
      'section "neighbour-targets" is 1200, expected 0 bytes',
    ],
    ['a repeated field', (m) => m.fields.push(m.fields[0]), '$.fields[6] is {"name":"title"'],
    ['a repeated role', (m) => (m.fields[1].role = 'title'), 'expected a role that no earlier field has'],
    [
      'a role of a wrong type',
      (m) => (m.fields[3].type = 'string'),
      'expected the type number for the role "year"',
    ],
    ['a card without title', (m) => delete m.card.title, '$.card.title is nothing, expected a string'],
    [
      'a card with a list',
      (m) => (m.card.training = { a: [] }),
      '$.card.training.a is [], expected a string, number',
    ],
  ])('refuses %s', (_, change, expected) => {
    const error = caught(() => parseManifest(broken(change), URL));
    expect(error.code).toBe('pack-malformed');
    expect(error.message).toContain(`The manifest ${URL} is malformed: `);
    expect(error.message).toContain(expected);
    expect(error.message).toMatch(/upload its folder whole\.$/);
  });
});
