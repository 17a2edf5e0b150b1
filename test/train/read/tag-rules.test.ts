import { describe, expect, it } from 'vitest';
import { tagLabels } from '../../../src/train/read/tag-rules.ts';

describe('tagLabels', () => {
  it('keeps tags as they are without rules, once each', () => {
    expect(tagLabels([['b', 'a', 'b', ' '], []], {})).toEqual([['a', 'b'], []]);
  });

  it('merges synonyms, in any case, by whole words and by wildcards', () => {
    const labels = { 'Science Fiction': ['sci-fi', 'scifi', '*-sf'], Fantasy: ['fantasy'] };
    expect(tagLabels([['SciFi', 'sci-fi'], ['hard-sf'], ['sfx'], ['science.fiction']], { labels })).toEqual([
      ['Science Fiction'],
      ['Science Fiction'],
      [],
      [],
    ]);
  });

  it('drops what is ignored before anything can claim it', () => {
    const rules = { labels: { Fantasy: ['*fantasy*'] }, ignore: ['to-read*'] };
    expect(tagLabels([['to-read-fantasy'], ['fantasy-books']], rules)).toEqual([[], ['Fantasy']]);
  });

  it('puts the surest label first, and drops the weak', () => {
    const labels = { 'Young Adult': ['ya', 'teen', 'ya-books', 'ya-lit'], Fantasy: ['fantasy', 'magic'] };
    const tags = [
      ['ya', 'teen', 'ya-books', 'ya-lit', 'fantasy'],
      ['ya', 'fantasy', 'magic'],
    ];
    expect(tagLabels(tags, { labels })).toEqual([
      ['Young Adult', 'Fantasy'],
      ['Fantasy', 'Young Adult'],
    ]);
    expect(tagLabels(tags, { labels, minStrength: 0.35 })[1]).toEqual(['Fantasy']);
    expect(tagLabels(tags, { labels, max: 1 })).toEqual([['Young Adult'], ['Fantasy']]);
  });

  it('prefers the rarer of two labels that are equally sure', () => {
    expect(tagLabels([['a', 'b'], ['a'], ['a']], {})[0]).toEqual(['b', 'a']);
  });

  it('keeps the rest where it is asked to', () => {
    const rules = { labels: { Fantasy: ['magic'] }, keepOthers: true };
    expect(tagLabels([['magic'], ['Poetry']], rules)).toEqual([['Fantasy'], ['Poetry']]);
  });
});
