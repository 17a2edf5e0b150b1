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

test('its like go with it: a book near the dismissed one falls, though a place above it is free', async ({
  page,
}) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  const near = 'The Girl Who Kicked the Hornet';
  const place = async () => {
    const titles = await shop.cards.getByRole('heading').allTextContents();
    const found = titles.findIndex((title) => title.includes(near));
    return found < 0 ? titles.length : found;
  };
  const before = await place();
  const card = shop.cards.filter({ hasText: 'The Girl Who Played with Fire' });
  const dismissed = (await card.first().getAttribute('data-id')) ?? '';
  await card
    .first()
    .getByRole('button', { name: /^Not interested/ })
    .click();
  await expect(shop.forYou.locator(`[data-id="${dismissed}"]`)).toHaveCount(0);
  // Taking away one book alone would move it up.
  await expect.poll(place).toBeGreaterThan(before);
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

test('a disliked book leaves the whole home page, the greeting and what was viewed included', async ({
  page,
}) => {
  const shop = new Shop(page);
  await shop.open();
  const starters = page.getByTestId('starter');
  const id = (await starters.first().getAttribute('data-id')) ?? '';
  await page.goto(`/#/book/${id}`);
  await page.getByRole('button', { name: 'Not interested', exact: true }).click();
  await expect(page.getByTestId('toast')).toContainText('You won’t see');
  await page.goto('/#/');
  await shop.ready();
  await expect(page.locator(`main [data-id="${id}"], main a[href="#/book/${id}"]`)).toHaveCount(0);
  await expect(starters).toHaveCount(6);
});

test('a double click is one dislike, and one undo takes it back', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  const before = await shop.ids();
  await shop.cards
    .first()
    .getByRole('button', { name: /^Not interested/ })
    .dblclick();
  await expect(shop.forYou.locator(`[data-id="${before[0]}"]`)).toHaveCount(0);
  await page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => shop.ids()).toEqual(before);
  await page.goto('/#/privacy');
  // The heading, the dislike and its undoing.
  await expect(page.getByTestId('events').getByRole('row')).toHaveCount(3);
});

test('two quick dismissals have one undo for both', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  const before = await shop.ids();
  await shop.dismissFirst();
  await shop.dismissFirst();
  const toast = page.getByTestId('toast');
  await expect(toast).toContainText('2 books will keep away');
  await toast.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => shop.ids()).toEqual(before);
});

test('undo gives the restored card the focus, without a jump of the page', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  const card = shop.cards.nth(8);
  const id = await card.getAttribute('data-id');
  await card.getByRole('button', { name: /^Not interested/ }).focus();
  const before = await page.evaluate(() => scrollY);
  await page.keyboard.press('Enter');
  const undo = page.getByTestId('toast').getByRole('button', { name: 'Undo' });
  await expect(undo).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(shop.forYou.locator(`[data-id="${id}"] .dismiss`)).toBeFocused();
  expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(200);
});
