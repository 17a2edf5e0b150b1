/** The promise: once the pack is loaded, no request carries anything about the reader. */
import { expect, test } from '@playwright/test';
import { Shop, watchRequests } from './support/shop.ts';

test('no request carries anything after the pack is loaded', async ({ page }) => {
  const shop = new Shop(page);
  const requests = watchRequests(page);
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await shop.open();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForLoadState('networkidle');
  const known = new Set(requests.map((request) => request.url()));

  await shop.likeTwo();
  await shop.dismissFirst();
  await shop.cards.first().getByRole('link').last().click();
  await expect(page.getByTestId('book')).toBeVisible();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByTestId('basket-link').click();
  await page.getByRole('button', { name: 'Check out' }).click();
  await page.goto('/#/privacy');
  await expect(page.getByTestId('bytes-sent')).toContainText(/^\s*0\s*bytes/);

  for (const request of requests) {
    expect(request.method(), request.url()).toBe('GET');
    expect(request.postData(), request.url()).toBeNull();
    expect(new URL(request.url()).search, request.url()).toBe('');
    expect(new URL(request.url()).origin, 'no third party').toBe(new URL(page.url()).origin);
  }
  // Nothing that the reader does makes the page ask for anything, not even for code.
  expect(requests.map((request) => request.url()).filter((url) => !known.has(url))).toEqual([]);
  expect(sockets).toEqual([]);
});

test('the profile can be exported, and imported into another browser', async ({ page, browser, baseURL }) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  const shelf = await shop.ids();
  await page.goto('/#/privacy');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await (await download).path();

  const other = await browser.newContext({ baseURL });
  const page2 = await other.newPage();
  const shop2 = new Shop(page2);
  await shop2.open();
  await page2.goto('/#/privacy');
  await page2.locator('input[type=file]').setInputFiles(file);
  await expect(page2.getByTestId('events').getByRole('row')).toHaveCount(3);
  await page2.goto('/#/');
  await expect(shop2.forYou).toHaveAttribute('data-personal', 'true');
  await expect.poll(() => shop2.ids()).toEqual(shelf);
  await other.close();
});
