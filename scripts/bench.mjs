/**
 * Compares the engines with tfjs in one run of a real Chromium, side by side.
 *
 *   npm run bench -- [--items 100000] [--dimension 64] [--k 100] [--rounds 7] [--hardware] [--json FILE]
 *
 * WebGPU runs on Chromium's software adapter, the same for both sides; `--hardware` takes the machine's own.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './find-chromium.mjs';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    dimension: { type: 'string', default: '64' },
    k: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '7' },
    hardware: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const options = {
  items: Number(values.items),
  dimension: Number(values.dimension),
  k: Number(values.k),
  rounds: Number(values.rounds),
};

const report = await measure();
print(report);
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

async function measure() {
  const server = await createServer({
    root: new URL('..', import.meta.url).pathname,
    configFile: false,
    logLevel: 'warn',
    cacheDir: 'node_modules/.vite/bench',
    server: { port: 5198, strictPort: false, hmr: false, watch: null },
    optimizeDeps: {
      entries: [],
      include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu'],
    },
  });
  await server.listen();
  const flags = values.hardware ? ['--enable-unsafe-webgpu', '--no-sandbox'] : SOFTWARE_WEBGPU_FLAGS;
  const browser = await chromium.launch({ executablePath: await findChromium(), args: flags });
  try {
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.on('pageerror', reject));
    const finished = page
      .goto(`${server.resolvedUrls.local[0]}test/bench/engines.html`)
      .then(() => page.waitForFunction(() => 'runBench' in window, undefined, { timeout: 120_000 }))
      .then(() => page.evaluate((given) => window.runBench(given), options));
    return await Promise.race([finished, failed]);
  } finally {
    await browser.close();
    await server.close();
  }
}

function print({ rows, agreement, adapter, userAgent }) {
  const { items, dimension, k, rounds } = options;
  const byName = Object.fromEntries(rows.map((row) => [row.name, row]));
  console.log(
    `One search over ${items.toLocaleString('en')} × ${dimension}, k = ${k}: median of ${rounds} turns, ms`,
  );
  console.log(`${userAgent}\nWebGPU adapter: ${adapter}\n`);
  const width = Math.max(...rows.map(({ version }) => version.length));
  for (const { name, version, median, best } of rows) {
    const figures = [median, best].map((ms) => ms.toFixed(ms < 10 ? 3 : 1).padStart(9)).join('  best ');
    console.log(
      `${name.padEnd(18)} ${version.padEnd(width)} ${figures}  ${agreement[name]} of ${k} items agree`,
    );
  }
  console.log('');
  for (const backend of ['wasm', 'webgpu']) {
    for (const rival of [`tfjs ${backend}`, `tfjs ${backend} (row)`]) {
      const [median, best] = ['median', 'best'].map((figure) =>
        (byName[rival][figure] / byName[`locavore ${backend}`][figure]).toFixed(1),
      );
      console.log(`locavore ${backend} is ${median} times as fast as ${rival} (best against best: ${best})`);
    }
  }
}
