/**
 * Takes the README's picture and, with `--all FOLDER`, the shop at 390 and 1280 px in both colour schemes. Needs `npm run build:demo`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from './find-chromium.mjs';

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const PORT = 5196;
const server = await preview({ preview: { port: PORT, strictPort: true }, logLevel: 'warn' });
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });

/** A reader with a few likes, at the top of the page. */
async function shop({ width, height, colorScheme }) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`http://localhost:${PORT}/`);
  const starters = page.getByTestId('starter');
  for (const position of [1, 4]) await starters.nth(position).click();
  await page.locator('[data-testid="for-you"][data-personal="true"]').waitFor();
  await page.waitForTimeout(500);
  return page;
}

try {
  const page = await shop({ width: 1280, height: 1000, colorScheme: 'light' });
  await page.screenshot({ path: 'docs/bookshop.png' });
  await page.context().close();
  if (values.all) {
    mkdirSync(values.all, { recursive: true });
    for (const [width, height] of [
      [390, 844],
      [1280, 900],
    ]) {
      for (const colorScheme of ['light', 'dark']) {
        const each = await shop({ width, height, colorScheme });
        const shot = (name) =>
          each.screenshot({ path: join(values.all, `${name}-${width}-${colorScheme}.png`), fullPage: true });
        await shot('home');
        await each.getByRole('button', { name: 'How this was made' }).first().click();
        await each.waitForTimeout(600);
        await each.screenshot({ path: join(values.all, `workings-${width}-${colorScheme}.png`) });
        await each.keyboard.press('Escape');
        for (const [name, hash] of [
          ['book', '#/book/7'],
          ['browse', '#/browse'],
          ['privacy', '#/privacy'],
          ['search', '#/search?q=ring'],
          ['basket', '#/basket'],
        ]) {
          await each.goto(`http://localhost:${PORT}/${hash}`);
          await each.waitForTimeout(900);
          await shot(name);
        }
        await each.context().close();
      }
    }
  }
} finally {
  await browser.close();
  await server.close();
}
