import { readFile } from 'node:fs/promises';
import { LocavoreError } from '../errors.ts';
import { unreadable } from '../train/read/bytes.ts';

/** @throws LocavoreError `file-unreadable`, or `input-malformed` for a file that is not JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw unreadable(path, error);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LocavoreError('input-malformed', `${path} is not JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}
