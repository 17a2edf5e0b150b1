/** The real books of `models/books`, where the pack is present, as what a cover is drawn from. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverBook } from '../../src/demo/covers/cover.ts';
import { coverOf } from '../../src/demo/text.ts';
import { createCatalogue } from '../../src/pack/catalogue.ts';
import type { CatalogueData, Manifest } from '../../src/pack/format.ts';

const folder = join(import.meta.dirname, '../../models/books');

function readManifest(): Manifest | null {
  const path = join(folder, 'manifest.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Manifest) : null;
}

function readSection(manifest: Manifest, section: Manifest['shards'][number]['section']): Buffer {
  const parts = manifest.shards.filter((shard) => shard.section === section);
  return Buffer.concat(parts.map(({ file }) => readFileSync(join(folder, file))));
}

/** The best known first. Null where the pack is absent. */
export function readBooksByFame(): CoverBook[] | null {
  const manifest = readManifest();
  const books = readBooks();
  if (manifest === null || books === null) return null;
  const bytes = readSection(manifest, 'popularity');
  const fame = books.map((_, i) => bytes.readFloatLE(4 * i));
  return [...books.keys()].sort((a, b) => fame[b] - fame[a] || a - b).map((i) => books[i]);
}

/** In catalogue order. Null where the pack is absent. */
export function readBooks(): CoverBook[] | null {
  const manifest = readManifest();
  if (manifest === null) return null;
  const bytes = readSection(manifest, 'catalogue');
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
