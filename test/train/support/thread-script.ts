import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Builds the training thread's script from the sources under test: Node cannot run TypeScript in a worker. */
export async function buildThreadScript(): Promise<URL> {
  const outDir = mkdtempSync(join(tmpdir(), 'locavore-threads-'));
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: resolve('src/train/thread-entry.ts'),
      outDir,
      minify: false,
      rollupOptions: { output: { entryFileNames: 'thread-entry.mjs' } },
    },
  });
  return pathToFileURL(join(outDir, 'thread-entry.mjs'));
}
