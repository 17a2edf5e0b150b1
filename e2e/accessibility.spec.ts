/** The promise: axe finds nothing, in any state, at phone and desktop widths, light and dark; the keyboard suffices. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { Shop } from './support/shop.ts';

async function expectNoViolations(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`),
    state,
  ).toEqual([]);
}

for (const { width, height } of [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing at ${width} px, ${colorScheme}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const shop = new Shop(page);
      await shop.open();
      await expectNoViolations(page, 'first visit');
      await shop.likeTwo();
      await shop.dismissFirst();
      await expectNoViolations(page, 'personal, with the undo message');
      await page.getByRole('button', { name: 'How this was made' }).first().click();
      await expectNoViolations(page, 'workings');
      await page.keyboard.press('Escape');
      for (const hash of ['#/browse', '#/book/7', '#/privacy', '#/basket', '#/search?q=ring', '#/nowhere']) {
        await page.goto(`/${hash}`);
        await expect(page.locator('main h1, main h2').first()).toBeVisible();
        await expectNoViolations(page, hash);
      }
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'no sideways scrolling').toBeLessThanOrEqual(0);
    });
  }
}

test('a keyboard alone likes, sends away and takes back', async ({ page }) => {
  const shop = new Shop(page);
  await shop.open();
  for (const position of [0, 1]) {
    await page.getByTestId('starter').nth(position).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('starter').nth(position)).toHaveAttribute('aria-pressed', 'true');
  }
  await expect(shop.forYou).toHaveAttribute('data-personal', 'true');
  const before = await shop.ids();
  const dismiss = shop.cards.first().getByRole('button', { name: /^Not interested/ });
  await dismiss.focus();
  await page.keyboard.press('Enter');
  await expect(shop.forYou.locator(`[data-id="${before[0]}"]`)).toHaveCount(0);
  // Focus is never lost to the page's body.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => shop.ids()).toEqual(before);
});
