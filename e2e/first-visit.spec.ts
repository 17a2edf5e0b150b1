/** The promise: a newcomer sees popular books, likes two, and the shelf is theirs, with true reasons. */
import { expect, test } from '@playwright/test';
import { Shop, watchProblems } from './support/shop.ts';

test('two likes make the shelf personal', async ({ page }) => {
  const problems = watchProblems(page);
  const shop = new Shop(page);
  await shop.open();
  await expect(shop.forYou).toHaveAttribute('data-personal', 'false');
  const before = await shop.ids();
  expect(new Set(before).size).toBe(before.length);

  const liked = await shop.likeTwo();
  await expect.poll(() => shop.ids()).not.toEqual(before);
  const after = await shop.ids();
  expect(after).toHaveLength(before.length);
  for (const id of liked) expect(after).not.toContain(id);
  await expect(
    shop.forYou.getByTestId('reason').filter({ hasText: 'Because you liked' }).first(),
  ).toBeVisible();
  expect(problems).toEqual([]);
});

test('the panel tells how the shelf was made, and the engine can be switched', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  await shop.likeTwo();
  await page.getByRole('button', { name: 'How this was made' }).first().click();
  const workings = page.getByTestId('workings');
  await expect(workings).toBeVisible();
  for (const text of ['Profile', 'Candidates', 'Scoring', 'Re-ranking', 'nearest to your taste']) {
    await expect(workings.getByText(text, { exact: true }).first()).toBeVisible();
  }
  const before = await shop.ids();
  for (const engine of ['JavaScript', 'WebGPU', 'WASM SIMD']) {
    await workings.getByRole('radio', { name: engine }).check({ force: true });
    await expect(workings.getByRole('radio', { name: engine })).toBeChecked();
    // Every engine gives the same shelf.
    await expect.poll(() => shop.ids()).toEqual(before);
  }
});

test('search finds a book, its page shows similar ones', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  await page.keyboard.press('/');
  const box = page.getByRole('combobox');
  await expect(box).toBeFocused();
  await box.fill('hobbit');
  await expect(page.getByRole('option').first()).toContainText('Hobbit');
  await box.press('ArrowDown');
  await box.press('Enter');
  await expect(page.getByTestId('book').getByRole('heading', { level: 1 })).toContainText('Hobbit');
  const similar = page.getByTestId('similar').getByTestId('card');
  await expect(similar.first()).toBeVisible();
  expect(await similar.count()).toBeGreaterThanOrEqual(4);
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByTestId('basket-link').click();
  await expect(page.getByTestId('basket').getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Check out' }).click();
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
});
