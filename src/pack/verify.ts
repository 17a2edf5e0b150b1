import { LocavoreError } from '../errors.ts';
import type { ShardEntry } from './format.ts';
import { sha256Hex } from './sha256.ts';

/**
 * @param where where the bytes came from, for the message: a URL, a file, "this device"
 * @throws LocavoreError `pack-corrupt` for a wrong length or hash
 */
export async function verifyShard(entry: ShardEntry, bytes: ArrayBuffer, where: string): Promise<void> {
  const { file, section } = entry;
  if (bytes.byteLength !== entry.bytes) {
    throw new LocavoreError(
      'pack-corrupt',
      `Shard ${file} (${section}) from ${where} has ${bytes.byteLength} bytes; the manifest says ${entry.bytes}. ` +
        'Upload the pack folder again, whole; a cache or proxy may also have cut it short.',
    );
  }
  const found = await sha256Hex(bytes);
  if (found !== entry.sha256) {
    throw new LocavoreError(
      'pack-corrupt',
      `Shard ${file} (${section}) from ${where} has SHA-256 ${found.slice(0, 16)}…; the manifest says ${entry.sha256.slice(0, 16)}…. ` +
        'Upload the pack folder again, whole: a file was changed, or belongs to another version of the pack.',
    );
  }
}
