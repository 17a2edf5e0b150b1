/** The promise: the second visit downloads nothing but a manifest to revalidate, and works without a network. */
import { expect, test } from '@playwright/test';
import { Shop, watchRequests } from './support/shop.ts';

const packPath = (url: string) => new URL(url).pathname.replace(/^.*\/models\//, '');

test('a second visit asks for the manifest and for no shard', async ({ context, page }) => {
  const shop = new Shop(page);
  const first = watchRequests(page);
  await shop.open();
  await shop.likeTwo();
  const shards = first.filter((request) => /\/models\/.+\.bin$/.test(request.url()));
  expect(shards.length).toBeGreaterThan(3);
  const personal = await shop.ids();
  await page.close();

  const page2 = await context.newPage();
  const second: string[] = [];
  context.on('request', (request) => second.push(request.url()));
  const again = new Shop(page2);
  await again.open();
  await expect(again.forYou).toHaveAttribute('data-personal', 'true');
  expect(await again.ids()).toEqual(personal);
  await expect.poll(() => second.filter((url) => url.includes('/models/')).length).toBe(1);
  expect(packPath(second.find((url) => url.includes('/models/'))!)).toBe('books/manifest.json');
});

test('a second visit works offline', async ({ context, page }) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  const personal = await shop.ids();
  // The shell is cached once the service worker controls the page.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).length), { message: 'the shell is cached' })
    .toBeGreaterThan(0);

  await context.setOffline(true);
  await page.reload();
  await shop.ready();
  await expect(shop.forYou).toHaveAttribute('data-personal', 'true');
  expect(await shop.ids()).toEqual(personal);
  await expect(page.getByTestId('offline')).toBeVisible();
  const { title } = await shop.dismissFirst();
  await expect(page.getByTestId('toast')).toContainText(title);
});
