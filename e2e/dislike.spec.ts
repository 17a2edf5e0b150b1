/** The promise: what a reader sends away goes, stays away after a reload, and comes back with undo. */
import { expect, test } from '@playwright/test';
import { Shop } from './support/shop.ts';

test('a disliked book goes, the shelf refills, and undo brings it back', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  const before = await shop.ids();

  const { id } = await shop.dismissFirst();
  await expect.poll(() => shop.ids().then((ids) => ids.length)).toBe(before.length);
  expect(await shop.ids()).not.toContain(id);

  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => shop.ids()).toEqual(before);
});

test('its like go with it: nearer books fall on the shelf', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  const series = (titles: string[]) => titles.filter((title) => title.includes('Harry Potter')).length;
  const titles = () => shop.cards.getByRole('heading').allTextContents();
  const before = series(await titles());
  expect(before).toBeGreaterThan(0);
  for (let i = 0; i < 2; i++) {
    const card = shop.cards.filter({ hasText: 'Harry Potter' }).first();
    if ((await card.count()) === 0) break;
    const id = await card.getAttribute('data-id');
    await card.getByRole('button', { name: /^Not interested/ }).click();
    await expect(shop.forYou.locator(`[data-id="${id}"]`)).toHaveCount(0);
  }
  await expect.poll(async () => series(await titles())).toBeLessThan(before);
});

test('a dislike survives a reload, and erasing forgets everything', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  const untouched = await shop.ids();
  await shop.likeTwo();
  const { id } = await shop.dismissFirst();

  await page.reload();
  await shop.ready();
  await expect(shop.forYou).toHaveAttribute('data-personal', 'true');
  expect(await shop.ids()).not.toContain(id);

  await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Privacy' }).click();
  await expect(page.getByTestId('events').getByRole('row')).toHaveCount(4);
  await page.getByRole('button', { name: 'Erase everything' }).click();
  await page.getByTestId('erase-question').getByRole('button', { name: 'Erase', exact: true }).click();
  await expect(page.getByTestId('events')).toContainText('Nothing.');

  await page.reload();
  await page.goto('/#/');
  await shop.ready();
  await expect(shop.forYou).toHaveAttribute('data-personal', 'false');
  expect(await shop.ids()).toEqual(untouched);
});
