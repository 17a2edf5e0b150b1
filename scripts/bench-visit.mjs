/**
 * `npm run bench:visit`: the built demo on the books pack, in Chromium. Prints the time from script start to the first painted
 * shelf on the first visit and on later ones, and the long tasks on the main thread while books are liked.
 * Needs `npm run build:demo`. `--json` prints the same as JSON; `--visits N` sets the number of later visits (default 9).
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium, SOFTWARE_WEBGPU_FLAGS } from './find-chromium.mjs';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, visits: { type: 'string', default: '9' } },
});

const server = await preview({ preview: { port: 5198, strictPort: true }, logLevel: 'warn' });
const url = 'http://localhost:5198/';
const SETTLE_MS = 3000;
const BETWEEN_MS = 800;

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const round = (value) => Math.round(value * 10) / 10;

const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: SOFTWARE_WEBGPU_FLAGS,
});
// A browser that has just started is busy with itself; a shopper's is not.
await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
await context.addInitScript(() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.longTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
});

/** A visit is a new page: a renderer, a worker and a heap of its own; only storage and caches are kept. */
async function visit(work) {
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName('locavore:first-shelf').length > 0);
  const ms = await page.evaluate(() => {
    const at = (name) => performance.getEntriesByName(name)[0].startTime;
    return at('locavore:first-shelf') - at('locavore:start');
  });
  await page.waitForTimeout(BETWEEN_MS);
  const more = await work?.(page);
  await page.close();
  return { ms, ...more };
}

/** Likes books one after the other and collects the long tasks of the time in between. */
async function likeBooks(page) {
  await page.evaluate(() => {
    globalThis.longTasks.length = 0;
  });
  for (let i = 0; i < 5; i++) {
    await page
      .getByRole('button', { name: /^Like / })
      .nth(i)
      .click();
    await page.waitForTimeout(400);
  }
  return { longTasks: await page.evaluate(() => globalThis.longTasks) };
}

try {
  const first = await visit();
  const recommending = await visit(likeBooks);
  const later = [];
  for (let i = 0; i < Number(values.visits); i++) later.push((await visit()).ms);
  const result = {
    firstVisitMs: round(first.ms),
    laterVisitsMs: later.map(round),
    laterVisitMedianMs: round(median(later)),
    longTasksWhileRecommending: recommending.longTasks.map(round),
  };
  if (values.json) console.log(JSON.stringify(result));
  else {
    console.log(
      `first visit, script start to first shelf painted:  ${result.firstVisitMs} ms (download included)`,
    );
    console.log(
      `later visits, median of ${later.length}:  ${result.laterVisitMedianMs} ms  (${result.laterVisitsMs.join(', ')})`,
    );
    console.log(
      `main-thread tasks over 50 ms while liking 5 books:  ${result.longTasksWhileRecommending.length}`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
