/** The last step of every command that makes a pack: build its files, write them, say what came of it. */
import { gzipSync } from 'node:zlib';
import type { PackParts } from '../pack/parts.ts';
import { buildPackFiles } from '../pack/write.ts';
import type { Terminal } from './command.ts';
import { writePackFolder } from './pack-folder.ts';
import { grouped } from './text-table.ts';

export async function deliverPack(
  out: string,
  parts: PackParts,
  json: boolean,
  terminal: Terminal,
): Promise<void> {
  const { manifest, files } = await buildPackFiles(parts);
  await writePackFolder(out, files, terminal.signal);
  const { name, contentVersion, items, dimension, card } = manifest;
  let bytes = 0;
  let gzipBytes = 0;
  for (const file of files.values()) {
    bytes += file.length;
    gzipBytes += gzipSync(file).length;
  }
  terminal.out(
    json
      ? `${JSON.stringify({ out, name, contentVersion, items, dimension, bytes, gzipBytes, card }, null, 2)}\n`
      : `${out}: ${grouped(items)} items, ${dimension} dimensions, ${grouped(bytes)} bytes, ${grouped(gzipBytes)} gzipped\n`,
  );
}
