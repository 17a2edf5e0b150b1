/** The view of a shelf. Every string of a catalogue goes in as text; every URL is checked for its scheme. */
import type { Reason, ShelfItem } from '../pipeline/types.ts';
import type { ItemId } from '../units.ts';

/** What a shopper does with a card. */
export type CardAction = (type: 'click' | 'dislike', id: ItemId) => void;

/** Undefined for anything but http, https and relative URLs: a catalogue may say `javascript:`. */
export function safeUrl(url: string | undefined, base: string): string | undefined {
  if (url === undefined || !URL.canParse(url, base)) return undefined;
  const { protocol, href } = new URL(url, base);
  return /^https?:$/.test(protocol) ? href : undefined;
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
      return `Goes with ${reason.title ?? reason.item}`;
    case 'popular':
      return 'Popular';
    case undefined:
      return '';
  }
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  part: string,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  const node = Object.assign(document.createElement(name), properties);
  node.part.add(part);
  return node;
}

function card({ id, item }: ShelfItem, act: CardAction): HTMLLIElement {
  const textContent = item.title ?? id;
  const node = element('li', 'card');
  node.dataset.id = id;
  const src = safeUrl(item.image, document.baseURI);
  if (src) node.append(element('img', 'image', { alt: '', loading: 'lazy', src }));
  const href = safeUrl(item.url, document.baseURI);
  const onclick = () => act('click', id);
  node.append(
    href ? element('a', 'title', { textContent, href, onclick }) : element('span', 'title', { textContent }),
  );
  if (item.creator) node.append(element('p', 'creator', { textContent: item.creator }));
  const dislike = element('button', 'dislike', {
    textContent: 'Not interested',
    type: 'button',
    onclick: () => act('dislike', id),
  });
  dislike.setAttribute('aria-label', `Not interested in ${textContent}`);
  // The reason's text changes with the profile; the style hides it while empty.
  node.append(element('p', 'reason'), dislike);
  return node;
}

/**
 * Shows the items, or without any what the page itself put inside the element. Cards of items that stay are kept, and
 * with them focus; where the focused card goes, focus moves to the one that took its place.
 */
export function render(root: ShadowRoot, items: readonly ShelfItem[], act: CardAction): void {
  if (items.length === 0) {
    root.replaceChildren(document.createElement('slot'));
    return;
  }
  let list = root.querySelector('ul');
  if (!list) {
    list = element('ul', 'list');
    // Safari takes `list-style: none` for no list.
    list.setAttribute('role', 'list');
    root.replaceChildren(list);
  }
  const cards = list.children as HTMLCollectionOf<HTMLLIElement>;
  const before = [...cards];
  const focused = root.activeElement as HTMLElement | null;
  const place = before.findIndex((node) => node.contains(focused));
  const after = items.map((shown) => {
    const node = before.find(({ dataset }) => dataset.id === shown.id) ?? card(shown, act);
    node.querySelector('[part=reason]')!.textContent = reasonText(shown.reasons[0]);
    return node;
  });
  for (const node of before) if (!after.includes(node)) node.remove();
  // Moving a node takes focus away from it: only those that are out of place.
  for (const [index, node] of after.entries()) {
    if (cards[index] !== node) list.insertBefore(node, cards[index]);
  }
  if (!focused || focused === root.activeElement) return;
  const next = after[Math.min(place, after.length - 1)];
  (focused.isConnected ? focused : next.querySelector<HTMLElement>('a,button'))?.focus();
}
