/** One view per state of a shelf. Every string of a catalogue goes in as text; every URL is checked for its scheme. */
import type { Reason, ShelfItem } from '../pipeline/types.ts';

export type ShelfState =
  | { state: 'loading' }
  | { state: 'ready'; items: readonly ShelfItem[] }
  /** Nothing better than what the page itself put inside the element. */
  | { state: 'fallback' };

export interface ShelfActions {
  open(item: ShelfItem): void;
  dislike(item: ShelfItem): void;
}

/** Undefined for anything but http, https and relative URLs: a catalogue may say `javascript:`. */
export function safeUrl(url: string | undefined, base: string): string | undefined {
  if (url === undefined || !URL.canParse(url, base)) return undefined;
  const { protocol, href } = new URL(url, base);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

export function reasonText(reason: Reason | undefined): string {
  switch (reason?.kind) {
    case 'because': {
      const verbs = {
        like: 'liked',
        purchase: 'bought',
        cart: 'chose',
        click: 'looked at',
        view: 'looked at',
      };
      return `Because you ${verbs[reason.signal]} ${reason.title ?? reason.item}`;
    }
    case 'similar':
      return `Similar to ${reason.title ?? reason.item}`;
    case 'bought-together':
      return `Often bought with ${reason.title ?? reason.item}`;
    case 'popular':
      return 'Popular';
    case undefined:
      return '';
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  part: string,
  text?: string,
): HTMLElementTagNameMap[K] {
  const node = document.createElement(name);
  node.part.add(part);
  if (text !== undefined) node.textContent = text;
  return node;
}

function card(shown: ShelfItem, actions: ShelfActions): HTMLLIElement {
  const { item } = shown;
  const title = item.title ?? item.id;
  const node = element('li', 'card');
  const image = safeUrl(item.image, document.baseURI);
  if (image) {
    const picture = element('img', 'image');
    picture.src = image;
    picture.alt = '';
    picture.loading = 'lazy';
    node.append(picture);
  }
  const href = safeUrl(item.url, document.baseURI);
  const link = element('a', 'title', title);
  if (href) link.href = href;
  link.addEventListener('click', () => actions.open(shown));
  node.append(link);
  if (item.creator) node.append(element('p', 'creator', item.creator));
  const reason = reasonText(shown.reasons[0]);
  if (reason) node.append(element('p', 'reason', reason));
  const dislike = element('button', 'dislike', 'Not interested');
  dislike.type = 'button';
  dislike.setAttribute('aria-label', `Not interested in ${title}`);
  dislike.addEventListener('click', () => actions.dislike(shown));
  node.append(dislike);
  return node;
}

export function render(root: ShadowRoot, state: ShelfState, actions: ShelfActions): void {
  switch (state.state) {
    case 'loading':
    case 'fallback':
      // The page's own content stays until there is something better, and if there never is.
      root.replaceChildren(document.createElement('slot'));
      return;
    case 'ready': {
      const list = element('ul', 'list');
      list.append(...state.items.map((item) => card(item, actions)));
      root.replaceChildren(list);
      return;
    }
  }
}
