/** The promise: a broken pack or browser gives a clear page and a way on, never a blank one. */
import { expect, test } from '@playwright/test';
import { Shop } from './support/shop.ts';

test('a missing pack is said, and "try again" works once it is there', async ({ context, page }) => {
  await context.route('**/models/books/manifest.json', (route) =>
    route.fulfill({ status: 404, body: 'gone' }),
  );
  await page.goto('/');
  const failure = page.getByTestId('failure');
  await expect(failure).toHaveAttribute('data-code', 'pack-unreachable');
  await expect(failure).toContainText('404');
  await context.unroute('**/models/books/manifest.json');
  await failure.getByRole('button', { name: 'Try again' }).click();
  await new Shop(page).ready();
});

test('an HTML page in place of the manifest is called by its name', async ({ context, page }) => {
  await context.route('**/models/books/manifest.json', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Not found</title>' }),
  );
  await page.goto('/');
  await expect(page.getByTestId('failure')).toHaveAttribute('data-code', 'pack-malformed');
  await expect(page.getByTestId('failure')).toContainText('HTML');
});

test('a damaged shard is refused', async ({ context, page }) => {
  await context.route('**/models/books/vectors.*.bin', (route) =>
    route.fulfill({ contentType: 'application/octet-stream', body: Buffer.alloc(1_280_000, 1) }),
  );
  await page.goto('/');
  await expect(page.getByTestId('failure')).toHaveAttribute('data-code', 'pack-corrupt');
});

test('without a worker the shop runs on the page’s own thread', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'Worker', {
      value: class {
        constructor() {
          throw new DOMException('refused by policy', 'SecurityError');
        }
      },
    });
  });
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
});

test('without storage the shop still recommends', async ({ page }) => {
  await page.addInitScript(() => {
    // A worker has its own scope, so the recommender stays on the page for this test.
    Object.defineProperty(globalThis, 'Worker', { value: undefined });
    Object.defineProperty(globalThis, 'indexedDB', {
      get() {
        throw new DOMException('storage is blocked', 'SecurityError');
      },
    });
  });
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  // And the privacy page does not claim a storage that there is none of.
  await page.goto('/#/privacy');
  await expect(page.getByTestId('events')).toContainText('kept in this tab only');
});
