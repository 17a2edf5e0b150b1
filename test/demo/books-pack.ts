/** The real books of `models/books`, where the pack is present, as what a cover is drawn from. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverBook } from '../../src/demo/covers/cover.ts';
import { coverOf } from '../../src/demo/text.ts';
import { createCatalogue } from '../../src/pack/catalogue.ts';
import type { CatalogueData, Manifest } from '../../src/pack/format.ts';

const folder = join(import.meta.dirname, '../../models/books');

/** Null where the pack is absent. */
export function readBooks(): CoverBook[] | null {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return null;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const parts = manifest.shards.filter(({ section }) => section === 'catalogue');
  const bytes = Buffer.concat(parts.map(({ file }) => readFileSync(join(folder, file))));
  const catalogue = createCatalogue(JSON.parse(bytes.toString('utf8')) as CatalogueData, manifest.fields);
  return Array.from({ length: catalogue.count }, (_, i) => coverOf(catalogue.item(i)));
}

/** Invented books in the same number, for trees without the pack. */
export function inventBooks(): CoverBook[] {
  const genres = ['Fantasy', 'Classics', 'Romance', 'Thriller', 'History', 'Poetry', 'Science Fiction'];
  return Array.from({ length: 10_000 }, (_, i) => ({
    id: String(i + 1),
    title: `${['The', 'A', 'My'][i % 3]} ${['House', 'River', 'Night', 'Garden'][i % 4]} of ${i}`,
    author: `Author ${i % 900}`,
    series: i % 5 === 0 ? `Series ${i % 700}` : undefined,
    volume: i % 5 === 0 ? String(1 + (i % 9)) : undefined,
    genres: [genres[i % genres.length], genres[(i * 3) % genres.length]],
  }));
}
