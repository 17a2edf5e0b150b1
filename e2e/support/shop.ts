/** What the tests of the bookshop share: words for what a reader does. */
import { expect, type Locator, type Page, type Request } from '@playwright/test';

export class Shop {
  readonly page: Page;
  readonly forYou: Locator;
  readonly cards: Locator;

  constructor(page: Page) {
    this.page = page;
    this.forYou = page.getByTestId('for-you');
    this.cards = this.forYou.getByTestId('card');
  }

  async open(hash = ''): Promise<void> {
    await this.page.goto(`/${hash}`);
    await this.ready();
  }

  /** The first shelf is on the page. */
  async ready(): Promise<void> {
    await expect(this.cards.first()).toBeVisible({ timeout: 30_000 });
  }

  async ids(): Promise<string[]> {
    return this.cards.evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.id ?? ''));
  }

  /** Likes one of the well-known books to start with; returns its id. */
  async likeStarter(position: number): Promise<string> {
    const button = this.page.getByTestId('starter').nth(position);
    const id = await button.getAttribute('data-id');
    await button.click();
    await expect(button).toHaveAttribute('aria-pressed', 'true');
    return id ?? '';
  }

  async likeTwo(): Promise<string[]> {
    const liked = [await this.likeStarter(0), await this.likeStarter(2)];
    await expect(this.forYou).toHaveAttribute('data-personal', 'true');
    return liked;
  }

  /** Presses "not interested" on the first card; returns its id and title. */
  async dismissFirst(): Promise<{ id: string; title: string }> {
    const card = this.cards.first();
    const id = (await card.getAttribute('data-id')) ?? '';
    const title = (await card.getByRole('heading').textContent())?.trim() ?? '';
    await card.getByRole('button', { name: `Not interested in ${title}` }).click();
    await expect(this.forYou.locator(`[data-id="${id}"]`)).toHaveCount(0);
    return { id, title };
  }
}

/** Every request of the page and its workers from now on. */
export function watchRequests(page: Page): Request[] {
  const requests: Request[] = [];
  page.context().on('request', (request) => requests.push(request));
  return requests;
}

/** Problems that a visitor's console would show. */
export function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  return problems;
}
