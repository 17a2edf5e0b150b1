import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Item, Reason } from '../../index.ts';
import type { App } from '../app.ts';
import { bookHref } from '../router.ts';
import { authorOf, coverOf, reasonText, titleOf } from '../text.ts';
import { cross, heart } from './icons.ts';

export interface CardOptions {
  reason?: Reason;
  /** Offers "not interested". */
  dismissable?: boolean;
  /** The heading's level below the shelf's own. Default 3. */
  level?: 2 | 3;
  /** Glides when the shelf changes. The name is unique on the page. */
  flip?: string;
}

export function likeButton(app: App, item: Item, wording: 'icon' | 'full' = 'icon'): TemplateResult {
  const liked = app.state.profile.liked.includes(item.id);
  return html`<button
    type="button"
    class=${wording === 'full' ? 'button like-full' : 'round like'}
    aria-pressed=${liked}
    aria-label=${`Like ${titleOf(item)}`}
    title=${liked ? 'Liked: press to take it back' : 'Like'}
    @click=${() => void app.shop.toggleLike(item)}
  >
    ${heart()}${wording === 'full' ? html`<span>${liked ? 'Liked' : 'Like'}</span>` : nothing}
  </button>`;
}

/** A book on its shelf, and the card that hangs from the board below it. */
export function card(app: App, item: Item, options: CardOptions = {}): TemplateResult {
  const reason = options.reason ? reasonText(options.reason) : null;
  const title = titleOf(item);
  const link = html`<a href=${bookHref(item.id)}>${title}</a>`;
  return html`<li
    class="card ${app.state.leaving.has(item.id) ? 'is-leaving' : ''}"
    data-testid="card"
    data-id=${item.id}
    data-flip=${options.flip ?? nothing}
  >
    <a class="stand" href=${bookHref(item.id)} tabindex="-1" aria-hidden="true">
      <book-cover .book=${coverOf(item)}></book-cover>
    </a>
    <div class="talker">
      ${options.level === 2 ? html`<h2 class="card-title">${link}</h2>` : html`<h3 class="card-title">${link}</h3>`}
      <p class="card-author">${authorOf(item)}</p>
      ${
        reason
          ? html`<p class="reason" data-testid="reason">
              ${reason.lead}${reason.title === undefined ? nothing : html` <cite>${reason.title}</cite>`}
            </p>`
          : nothing
      }
      <div class="card-actions">
        ${likeButton(app, item)}
        ${
          options.dismissable
            ? html`<button
                type="button"
                class="round dismiss"
                aria-label=${`Not interested in ${title}`}
                title="Not interested"
                @click=${(event: Event) => app.dismiss(item, event)}
              >
                ${cross()}
              </button>`
            : nothing
        }
      </div>
    </div>
  </li>`;
}

/** A shelf of cards. `row` scrolls sideways where there is no room; `grid` wraps. */
export function shelf(
  cards: readonly { item: Item; reason?: Reason }[],
  app: App,
  options: { kind: 'row' | 'grid'; dismissable?: boolean; flip?: string; testid?: string; level?: 2 | 3 },
): TemplateResult {
  return html`<ul class="shelf shelf-${options.kind}" role="list" data-testid=${options.testid ?? nothing}>
    ${repeat(
      cards,
      ({ item }) => item.id,
      ({ item, reason }) =>
        card(app, item, {
          reason,
          dismissable: options.dismissable,
          level: options.level,
          flip: options.flip ? `${options.flip}-${item.id}` : undefined,
        }),
    )}
  </ul>`;
}

/** Room for cards that are still to come: the same size, so that nothing jumps. */
export function skeleton(cards: number, kind: 'row' | 'grid'): TemplateResult {
  return html`<ul class="shelf shelf-${kind} is-waiting" aria-hidden="true">
    ${Array.from(
      { length: cards },
      () => html`<li class="card">
        <span class="stand"><span class="blank-cover"></span></span>
        <div class="talker"><span class="blank-line"></span><span class="blank-line short"></span></div>
      </li>`,
    )}
  </ul>`;
}
