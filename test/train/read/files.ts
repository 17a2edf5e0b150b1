/** Input files for one test, in a folder of their own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes the files into a new folder, which goes away with the test. Returns their paths by name. */
export function givenFiles<N extends string>(files: Record<N, string | Uint8Array>): Record<N, string> {
  const folder = mkdtempSync(join(tmpdir(), 'locavore-read-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const paths = {} as Record<N, string>;
  for (const [name, content] of Object.entries(files) as [N, string | Uint8Array][]) {
    paths[name] = join(folder, name);
    writeFileSync(paths[name], content);
  }
  return paths;
}

/** The message of the error, without the folder of the test; the code in front. */
export async function complaint(promise: Promise<unknown>): Promise<string> {
  const error = (await promise.then(
    () => new Error('nothing was thrown'),
    (thrown) => thrown,
  )) as Error & { code?: string };
  return `${error.code}: ${error.message}`.replaceAll(/\/\S*locavore-read-\w+\//g, '');
}
