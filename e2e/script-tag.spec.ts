/** The promise: one script tag and one element give a shelf, also under a strict CSP. */
import { expect, test } from '@playwright/test';
import { startStaticServer } from './support/static-server.ts';

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A shop</title>
<script async src="/locavore/locavore.js" data-pack="/models/books/"></script></head>
<body><h1>A shop</h1><locavore-shelf limit="6"><p>Our bestsellers</p></locavore-shelf></body></html>`;

const folders = { '/locavore/': 'dist/embed', '/models/': 'models' };

const CASES: { title: string; headers: Record<string, string> }[] = [
  { title: 'a plain page', headers: {} },
  {
    title: 'a strict CSP',
    headers: { 'Content-Security-Policy': "default-src 'self'; script-src 'self'; style-src 'self'" },
  },
];

for (const { title, headers } of CASES) {
  test(`${title} gets a shelf without an error`, async ({ page }) => {
    const server = await startStaticServer({ folders, pages: { '/': PAGE, '/favicon.ico': '' }, headers });
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    try {
      await page.goto(`${server.origin}/`);
      const shelf = page.locator('locavore-shelf');
      await expect(shelf.getByRole('listitem')).toHaveCount(6);

      const titles = shelf.getByRole('listitem').locator('[part=title]');
      const first = await titles.first().textContent();
      expect(first).toBeTruthy();
      await shelf.getByRole('button', { name: `Not interested in ${first}` }).click();
      await expect(titles.filter({ hasText: first! })).toHaveCount(0);
      await expect(shelf.getByRole('listitem')).toHaveCount(6);
      expect(problems).toEqual([]);
    } finally {
      await server.close();
    }
  });
}

test('the element keeps the page’s own content when the pack is missing', async ({ page }) => {
  const server = await startStaticServer({
    folders: { '/locavore/': 'dist/embed' },
    pages: { '/': PAGE },
  });
  try {
    await page.goto(`${server.origin}/`);
    const failed = page.evaluate(
      () =>
        new Promise<string>((done) => {
          document.addEventListener('locavore-error', (event) => {
            done(String((event as CustomEvent<{ error: { code?: string } }>).detail.error.code));
          });
        }),
    );
    expect(await failed).toBe('pack-unreachable');
    await expect(page.getByText('Our bestsellers')).toBeVisible();
  } finally {
    await server.close();
  }
});
