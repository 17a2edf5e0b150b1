import { cpSync, createReadStream, existsSync, statSync } from 'node:fs';
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
      build: {
        outDir: 'dist/embed',
        emptyOutDir: true,
        target: 'es2022',
        // The element and all it loads later; the classic script beside it is built by `embed-script`.
        lib: { entry: { element: 'src/embed/element.ts' }, formats: ['es'] },
      },
      worker: { format: 'es' },
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
    plugins: [models()],
    build: { outDir: 'dist/demo', emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
    worker: { format: 'es' },
    server: { strictPort: true },
    preview: { strictPort: true },
  };
});
