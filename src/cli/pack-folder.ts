/** Packs on the disk: written whole or not at all, and read back for verification. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LocavoreError } from '../errors.ts';
import type { Manifest } from '../pack/format.ts';
import { MANIFEST_FILE, parseManifest } from '../pack/manifest.ts';
import type { Pack } from '../pack/pack.ts';
import { readPack } from '../pack/read.ts';
import { unreadable } from '../train/read/bytes.ts';

/**
 * Refuses a target that holds anything but a pack: it would be lost when the new pack takes its place. Called before
 * the work begins.
 * @throws LocavoreError `file-unreadable`
 */
export async function checkTarget(folder: string): Promise<void> {
  const path = resolve(folder);
  let entries: string[];
  try {
    entries = await readdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw (error as NodeJS.ErrnoException).code === 'ENOTDIR'
      ? new LocavoreError('file-unreadable', `${folder} is a file; --out wants a folder.`)
      : unreadable(folder, error);
  }
  if (entries.length > 0 && !entries.includes(MANIFEST_FILE)) {
    throw new LocavoreError(
      'file-unreadable',
      `${folder} is not empty and holds no pack. Choose a new folder for --out, or empty this one.`,
    );
  }
}

/**
 * Writes a pack beside its place and then renames it there, so that an interrupted run leaves the old pack as it was.
 * @throws LocavoreError `file-unreadable`, `aborted`
 */
export async function writePackFolder(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const target = resolve(folder);
  let temporary: string | undefined;
  try {
    await mkdir(dirname(target), { recursive: true });
    temporary = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
    const inside = join(temporary, 'new');
    await mkdir(inside);
    for (const [name, bytes] of files) {
      if (signal?.aborted) throw new LocavoreError('aborted', 'interrupted while the pack was being written');
      await writeFile(join(inside, name), bytes);
    }
    // Renaming cannot replace a folder that is not empty, so the old one steps aside first.
    const old = join(temporary, 'old');
    const moved = await rename(target, old).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    );
    await rename(inside, target).catch(async (error) => {
      if (moved) await rename(old, target);
      throw error;
    });
  } catch (error) {
    if (error instanceof LocavoreError) throw error;
    throw new LocavoreError('file-unreadable', `${folder} cannot be written: ${(error as Error).message}.`, {
      cause: error,
    });
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

export interface PackFolder {
  manifest: Manifest;
  pack: Pack;
  /** Bytes of every file the manifest names, by file name, and the manifest itself. */
  files: Map<string, Uint8Array>;
}

/**
 * Reads and verifies a pack: manifest, then the length, hash and content of every shard.
 * @throws LocavoreError `file-unreadable`, `pack-malformed`, `pack-version`, `pack-corrupt`
 */
export async function readPackFolder(folder: string): Promise<PackFolder> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    (error) => {
      throw unreadable(folder, error);
    },
  );
  if (!isFolder)
    throw new LocavoreError('file-unreadable', `${folder} is a file; the folder of a pack is wanted.`);
  const path = join(folder, MANIFEST_FILE);
  const text = await readFile(path).catch((error) => {
    throw unreadable(path, error);
  });
  const manifest = parseManifest(text.toString('utf8'), path);
  const files = new Map<string, Uint8Array>([[MANIFEST_FILE, text]]);
  const pack = await readPack(manifest, async (entry) => {
    const bytes = await readFile(join(folder, entry.file)).catch((error) => {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? new LocavoreError(
            'pack-corrupt',
            `${join(folder, entry.file)} is missing: the manifest names it as part of ${entry.section}. Copy the whole folder again.`,
          )
        : unreadable(join(folder, entry.file), error);
    });
    files.set(entry.file, bytes);
    return new Uint8Array(bytes).buffer;
  });
  return { manifest, pack, files };
}
