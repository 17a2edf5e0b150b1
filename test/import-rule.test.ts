import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importViolations } from './support/import-rule.ts';

const src = join(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split(sep).join('/'))
  // AssemblyScript is another language, and generated files hold data.
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.as.ts') && !path.endsWith('.generated.ts'));

describe('the rooms of src', () => {
  it('import only what stands to their left, and name only what is theirs', () => {
    expect(files.length).toBeGreaterThan(50);
    const violations = files.flatMap((path) => importViolations(path, readFileSync(join(src, path), 'utf8')));
    expect(violations).toEqual([]);
  });
});

describe('the rule', () => {
  it.each<[string, string, string]>([
    ['a room to the right', 'pack/read.ts', "import { openStore } from '../store/open.ts';"],
    ['one seen across lines', 'store/open.ts', "import {\n  createEngine,\n} from '../engine/create.ts';"],
    ['a re-export', 'engine/engine.ts', "export * from '../pipeline/types.ts';"],
    ['a type, which is no excuse', 'pack/pack.ts', "import type { Store } from '../store/store.ts';"],
    ['a dynamic import', 'engine/create.ts', "await import('../worker/local.ts');"],
    ['a bare import', 'pipeline/recommend.ts', "import '../worker/entry.ts';"],
    ['a worker script', 'engine/create.ts', "new Worker(new URL('../worker/entry.ts', import.meta.url));"],
    ['profile code in store', 'store/memory.ts', "import { makeEvent } from '../profile/record.ts';"],
    [
      'half a type import',
      'store/x.ts',
      "import { type ProfileEvent, makeEvent } from '../profile/record.ts';",
    ],
    ['storage in pipeline', 'pipeline/x.ts', "import type { Store } from '../store/store.ts';"],
    ['the trainer in the browser', 'worker/local.ts', "import { trainAls } from '../train/als.ts';"],
    ['the command line in the demo', 'demo/app.ts', "import { run } from '../cli/main.ts';"],
    ['an inner room in the demo', 'demo/app.ts', "import { readPack } from '../pack/read.ts';"],
    ['the trainer that needs a worker', 'train/als.ts', "import { openLocal } from '../worker/local.ts';"],
    ['a way out of src', 'pack/read.ts', "import { x } from '../../test/x.ts';"],
    ['the entry in a room', 'worker/local.ts', "import { LocavoreError } from '../index.ts';"],
    ['Node in the browser', 'pack/read.ts', "import { readFile } from 'node:fs/promises';"],
    ['idb outside store', 'worker/local.ts', "import { openDB } from 'idb';"],
    ['csv-parse in the browser', 'pack/read.ts', "import { parse } from 'csv-parse/sync';"],
    ['a package nobody knows', 'pack/read.ts', "import _ from 'lodash';"],
    ['an unknown room', 'shed/x.ts', "import { x } from '../pack/read.ts';"],
    ['GPU types elsewhere', 'pipeline/x.ts', 'let device: GPUDevice;'],
    ['GPU constants elsewhere', 'engine/js/x.ts', 'const usage = GPUBufferUsage.STORAGE;'],
    ['indexedDB elsewhere', 'worker/x.ts', 'indexedDB.deleteDatabase(name);'],
    ['IDB types elsewhere', 'pack/x.ts', 'let db: IDBDatabase;'],
    ['document elsewhere', 'worker/x.ts', 'const base = document.baseURI;'],
    ['document in a template', 'worker/x.ts', `const base = \`\${document.title}\`;`],
    ['localStorage in pipeline', 'pipeline/x.ts', 'localStorage.getItem(key);'],
    ['navigator in profile', 'profile/x.ts', 'navigator.language;'],
    ['a request of its own', 'worker/x.ts', "await fetch('/track');"],
    ['a beacon', 'embed/x.ts', "navigator.sendBeacon('/track');"],
    ['process in the browser', 'engine/x.ts', 'process.env.X;'],
  ])('catches %s', (_, path, text) => {
    expect(importViolations(path, text)).toHaveLength(1);
  });

  it.each<[string, string, string]>([
    ['a room to the left', 'worker/x.ts', "import { readPack } from '../pack/read.ts';"],
    ['the common files', 'pack/x.ts', "import { LocavoreError } from '../errors.ts';"],
    ['its own room, deeper', 'engine/webgpu/x.ts', "import { x } from '../keys.ts'; let device: GPUDevice;"],
    ['profile types in store', 'store/x.ts', "import type { ProfileEvent } from '../profile/events.ts';"],
    ['inline types', 'store/x.ts', "import { type ProfileEvent } from '../profile/events.ts';"],
    ['idb in store', 'store/x.ts', "import { openDB } from 'idb'; typeof indexedDB;"],
    ['Node in the trainer', 'train/x.ts', "import { Worker } from 'node:worker_threads'; process.exit();"],
    ['document in embed', 'embed/x.ts', 'document.createElement(name);'],
    ['the public entry in the demo', 'demo/x.ts', "import { createRecommender } from '../index.ts';"],
    ['names in comments', 'pack/x.ts', '// indexedDB, document\n/* GPUDevice */ const a = 1;'],
    ['names in strings', 'pack/x.ts', "const text = 'the document, indexedDB and fetch(';"],
    ['members of other things', 'pack/x.ts', 'shape.document; own.fetch(url);'],
    ['a from in another statement', 'pack/x.ts', "export const from = 1;\nconst a = ['../store/x.ts'];"],
  ])('allows %s', (_, path, text) => {
    expect(importViolations(path, text)).toEqual([]);
  });

  it('says who, what and why', () => {
    expect(importViolations('pack/read.ts', "import { x } from '../store/open.ts';")).toEqual([
      'src/pack/read.ts imports ../store/open.ts: "pack" may import no room, not "store".',
    ]);
  });
});
