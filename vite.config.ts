import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, normalize, resolve, sep } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;

/** Serves `models/` at `/models/` in development and copies it into the built demo. */
function models(): Plugin {
  const folder = resolve(root, 'models');
  let outDir = '';
  return {
    name: 'locavore:models',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use('/models', (request, response, next) => {
        const path = normalize(join(folder, decodeURIComponent((request.url ?? '').split('?')[0])));
        if (!path.startsWith(folder + sep) || !existsSync(path) || !statSync(path).isFile()) {
          // Without this Vite would answer with index.html, and a missing pack would look like a malformed one.
          response.statusCode = 404;
          response.end();
          return;
        }
        if (path.endsWith('.json')) response.setHeader('Content-Type', 'application/json');
        createReadStream(path).on('error', next).pipe(response);
      });
    },
    closeBundle() {
      if (existsSync(folder)) cpSync(folder, join(outDir, 'models'), { recursive: true });
    },
  };
}

/** Tells the demo's service worker which files the shop is made of: everything built and static, but no model. */
function appShell(): Plugin {
  let publicDir = '';
  return {
    name: 'locavore:app-shell',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    generateBundle(_, bundle) {
      const worker = bundle['service-worker.js'];
      if (worker?.type !== 'chunk') return;
      const hash = createHash('sha256');
      const files = ['./'];
      for (const name of readdirSync(publicDir).sort()) {
        files.push(name);
        hash.update(name).update(readFileSync(join(publicDir, name)));
      }
      for (const [name, file] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (name === worker.fileName || name.endsWith('.map')) continue;
        if (name !== 'index.html') files.push(name);
        hash.update(name).update(file.type === 'chunk' ? file.code : file.source);
      }
      const shell = { version: hash.digest('hex').slice(0, 16), files };
      worker.code = worker.code.replaceAll('APP_SHELL', `(${JSON.stringify(shell)})`);
    },
  };
}

/**
 * Dynamic imports as the browser does them. Vite's helper preloads style sheets, of which the embedded script has none, and costs
 * a kilobyte.
 */
function noPreloadHelper(): Plugin {
  const id = '\0vite/preload-helper.js';
  return {
    name: 'locavore:no-preload-helper',
    enforce: 'pre',
    load: (requested) => (requested === id ? 'export const __vitePreload = (load) => load();' : undefined),
  };
}

/** `engine-wasm-HASH.js` rather than three files named `engine`: the budgets tell them apart. */
function chunkName({ name, facadeModuleId }: { name: string; facadeModuleId?: string | null }): string {
  const engine = facadeModuleId?.match(/engine\/(\w+)\/engine\.ts$/);
  return `${engine ? `engine-${engine[1]}` : name}-[hash].js`;
}
const workerChunkName = (chunk: Parameters<typeof chunkName>[0]) => `worker-${chunkName(chunk)}`;

export default defineConfig(({ mode }): UserConfig => {
  if (mode === 'lib') {
    return {
      base: './',
      publicDir: false,
      build: {
        outDir: 'dist/lib',
        emptyOutDir: true,
        target: 'es2022',
        sourcemap: true,
        lib: {
          entry: { index: 'src/index.ts', worker: 'src/worker/entry.ts' },
          formats: ['es'],
        },
        rollupOptions: { external: ['idb'] },
      },
    };
  }
  if (mode === 'embed') {
    return {
      base: './',
      publicDir: false,
      plugins: [noPreloadHelper()],
      build: {
        outDir: 'dist/embed',
        emptyOutDir: true,
        target: 'es2022',
        // The element and all it loads later; the classic script beside it is built by `embed-script`. Not Vite's
        // library mode: that leaves the white space in.
        modulePreload: false,
        rollupOptions: {
          input: { element: resolve(root, 'src/embed/element.ts') },
          preserveEntrySignatures: 'strict',
          output: {
            entryFileNames: '[name].js',
            chunkFileNames: chunkName,
            // What the element shares with its lazy parts: one small file instead of three.
            codeSplitting: {
              groups: [
                {
                  name: 'shared',
                  test: /(src\/(errors|log)|worker\/(emitter|check-options)|folder-url|preload-helper)\b/,
                },
              ],
            },
          },
        },
      },
      worker: {
        format: 'es',
        rollupOptions: {
          output: {
            entryFileNames: 'recommender-[hash].js',
            chunkFileNames: workerChunkName,
            // What the entry and the engines share: one small file instead of three.
            codeSplitting: {
              groups: [
                {
                  name: 'shared',
                  test: /src\/(errors|engine\/(keys|engine|bit-mask|prepare))\.ts$/,
                },
              ],
            },
          },
        },
      },
    };
  }
  if (mode === 'embed-script') {
    return {
      publicDir: false,
      build: {
        outDir: 'dist/embed',
        emptyOutDir: false,
        target: 'es2022',
        lib: {
          entry: 'src/embed/script.ts',
          formats: ['iife'],
          name: 'Locavore',
          fileName: () => 'locavore.js',
        },
      },
    };
  }
  return {
    appType: 'mpa',
    plugins: [models(), appShell()],
    build: {
      outDir: 'dist/demo',
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          index: resolve(root, 'index.html'),
          'service-worker': resolve(root, 'src/demo/service-worker.ts'),
        },
        output: {
          // Its address must not change: browsers look for a new version of a service worker at the old one's.
          entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        },
      },
    },
    // One file: the shop opens sooner without a second round of requests. The storefront's build stays in parts.
    worker: { format: 'es', rollupOptions: { output: { codeSplitting: false } } },
    server: { strictPort: true },
    preview: { strictPort: true },
  };
});
