/** The promise: one script tag and one element give a shelf, also under a strict CSP, and later where it cannot at once. */
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

for (const { what, missing } of [
  { what: 'element', missing: '**/locavore/element.js*' },
  { what: 'pack', missing: '**/models/books/**' },
]) {
  for (const cause of ['the browser comes online', 'a back-off']) {
    test(`a shelf whose ${what} could not be fetched comes after ${cause}, without a reload`, async ({
      page,
    }) => {
      const server = await startStaticServer({ folders, pages: { '/': PAGE, '/favicon.ico': '' } });
      try {
        await page.addInitScript(() => {
          document.addEventListener('locavore-error', () => document.documentElement.classList.add('failed'));
        });
        await page.route(missing, (route) => route.abort());
        await page.goto(`${server.origin}/`);
        await expect(page.locator('html.failed')).toBeAttached();
        await expect(page.getByText('Our bestsellers')).toBeVisible();

        await page.unroute(missing);
        if (cause !== 'a back-off') await page.evaluate(() => dispatchEvent(new Event('online')));
        await expect(page.locator('locavore-shelf').getByRole('listitem')).toHaveCount(6, {
          timeout: 20_000,
        });
        await expect(page.getByText('Our bestsellers')).toBeHidden();
      } finally {
        await server.close();
      }
    });
  }
}

test('a dislike keeps the other cards, and the keyboard’s place', async ({ page }) => {
  const server = await startStaticServer({ folders, pages: { '/': PAGE, '/favicon.ico': '' } });
  try {
    await page.goto(`${server.origin}/`);
    const shelf = page.locator('locavore-shelf');
    const cards = shelf.getByRole('listitem');
    await expect(cards).toHaveCount(6);
    const titles = cards.locator('[part=title]');
    const second = (await titles.nth(1).textContent())!;
    await shelf.evaluate((host) => {
      for (const card of host.shadowRoot!.querySelectorAll('li')) card.toggleAttribute('data-marked', true);
    });

    await shelf.getByRole('button', { name: `Not interested in ${second}` }).focus();
    await page.keyboard.press('Enter');
    await expect(titles.filter({ hasText: second })).toHaveCount(0);
    await expect(cards).toHaveCount(6);
    const focusedCard = await shelf.evaluate((host) => {
      const root = host.shadowRoot!;
      return [...root.querySelectorAll('li')].findIndex((card) => card.contains(root.activeElement));
    });
    expect(focusedCard).toBe(1);
    expect(await shelf.locator('li[data-marked]').count()).toBeGreaterThan(0);
  } finally {
    await server.close();
  }
});

test('two shelves on a page share one recommender and follow each other’s dislikes', async ({ page }) => {
  const two = PAGE.replace('</body>', '<locavore-shelf id="second" limit="500"></locavore-shelf></body>');
  const server = await startStaticServer({ folders, pages: { '/': two, '/favicon.ico': '' } });
  try {
    await page.goto(`${server.origin}/`);
    const [first, second] = [page.locator('locavore-shelf').first(), page.locator('#second')];
    await expect(first.getByRole('listitem')).toHaveCount(6);
    await expect(second.getByRole('listitem')).toHaveCount(100);
    expect(server.requests.filter((path) => path.endsWith('/manifest.json'))).toHaveLength(1);

    const id = (await first.getByRole('listitem').first().getAttribute('data-id'))!;
    await expect(second.locator(`li[data-id="${id}"]`)).toHaveCount(1);
    await first.getByRole('button', { name: 'Not interested' }).first().click();
    for (const shelf of [first, second]) await expect(shelf.locator(`li[data-id="${id}"]`)).toHaveCount(0);
  } finally {
    await server.close();
  }
});

test('a property set before the element is defined counts, and an empty item is none', async ({ page }) => {
  const early = PAGE.replace(
    '</body>',
    '<script>document.querySelector("locavore-shelf").limit = 3; document.querySelector("locavore-shelf").item = "";</script></body>',
  );
  const server = await startStaticServer({ folders, pages: { '/': early, '/favicon.ico': '' } });
  try {
    await page.goto(`${server.origin}/`);
    const shelf = page.locator('locavore-shelf');
    await expect(shelf.getByRole('listitem')).toHaveCount(3);
    await expect(shelf.getByRole('list')).toHaveAttribute('role', 'list');
    await shelf.evaluate((host) => Object.assign(host, { limit: 4 }));
    await expect(shelf.getByRole('listitem')).toHaveCount(4);
  } finally {
    await server.close();
  }
});

test('a title without a URL is no link', async ({ page }) => {
  const server = await startStaticServer({ folders, pages: { '/': PAGE, '/favicon.ico': '' } });
  try {
    await page.goto(`${server.origin}/`);
    const cards = page.locator('locavore-shelf').getByRole('listitem');
    await expect(cards).toHaveCount(6);
    // The books pack has no URLs.
    await expect(cards.locator('span[part=title]')).toHaveCount(6);
    await expect(cards.getByRole('link')).toHaveCount(0);
  } finally {
    await server.close();
  }
});
