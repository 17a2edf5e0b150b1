import { html, nothing, type TemplateResult } from 'lit';
import type { Item, Shelf } from '../../index.ts';
import type { App } from '../app.ts';
import { browseHref } from '../router.ts';
import { coverOf, titleOf, year } from '../text.ts';
import { bag, cross, tick } from './icons.ts';
import { likeButton, shelf, skeleton } from './shelf.ts';

function basketButton(app: App, item: Item): TemplateResult {
  if (app.state.profile.purchased.includes(item.id)) {
    return html`<p class="owned">${tick()} It is yours: you took this one home.</p>`;
  }
  return app.state.profile.inCart.includes(item.id)
    ? html`<a class="button" href="#/basket">${tick()} <span>In your basket</span></a>`
    : html`<button type="button" class="button primary" @click=${() => void app.shop.addToBasket(item)}>
        ${bag()} <span>Add to basket</span>
      </button>`;
}

function dislikeButton(app: App, item: Item): TemplateResult {
  const disliked = app.state.profile.disliked.includes(item.id);
  return html`<button
    type="button"
    class="button dismiss-full"
    aria-pressed=${disliked}
    @click=${(event: Event) => (disliked ? void app.shop.takeBackDislikes([item]) : app.dismiss(item, event))}
  >
    ${cross()} <span>Not interested</span>
  </button>`;
}

export function bookPage(app: App, item: Item, similar: Shelf | null): TemplateResult {
  const authors = (item.creator ?? '').split(/,\s+/).filter(Boolean);
  const facts: [string, TemplateResult | string][] = [];
  if (item.year !== undefined) facts.push(['First published', year(item.year)]);
  const { volume, authors: contributors } = item.facts ?? {};
  if (item.series !== undefined) {
    facts.push(['Series', volume === undefined ? item.series : `${item.series}, volume ${volume}`]);
  }
  if (typeof contributors === 'string' && contributors !== item.creator) {
    const others = contributors.split(/,\s+/).filter((name) => !authors.includes(name));
    if (others.length > 0) facts.push(['With', others.slice(0, 6).join(', ')]);
  }
  if (item.price !== undefined) facts.push(['Price', item.price.toFixed(2)]);
  const genres = item.categories ?? [];
  return html`<article class="book" aria-labelledby="book-title" data-testid="book">
      <div class="book-cover-stand"><book-cover class="is-large" .book=${coverOf(item)}></book-cover></div>
      <div class="book-words">
        <h1 id="book-title" tabindex="-1">${titleOf(item)}</h1>
        ${
          item.creator === undefined
            ? nothing
            : html`<p class="book-author">
                by <a href=${browseHref({ creator: item.creator })}>${authors.length > 3 ? `${authors.slice(0, 3).join(', ')} and others` : authors.join(', ')}</a>
              </p>`
        }
        <div class="book-actions">${basketButton(app, item)} ${likeButton(app, item, 'full')} ${dislikeButton(app, item)}</div>
        ${
          facts.length > 0
            ? html`<dl class="facts">
                ${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
              </dl>`
            : nothing
        }
        ${
          genres.length > 0
            ? html`<ul class="tags" role="list" aria-label="Genres">
                ${genres.slice(0, 10).map((label) => html`<li><a href=${browseHref({ genre: label })}>${label}</a></li>`)}
              </ul>`
            : nothing
        }
        <p class="small">The cover is drawn from the title and the author: no publisher’s artwork is used.</p>
      </div>
    </article>
    <section class="section" aria-labelledby="similar-title" data-testid="similar">
      <header class="section-head"><h2 id="similar-title">Similar books</h2></header>
      ${
        similar === null
          ? skeleton(6, 'row')
          : similar.items.length === 0
            ? html`<p class="empty">Nothing in the shop resembles it closely enough.</p>`
            : shelf(
                similar.items.map((one) => ({ item: one.item })),
                app,
                { kind: 'row' },
              )
      }
    </section>`;
}
