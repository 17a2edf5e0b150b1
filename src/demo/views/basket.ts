import { html, type TemplateResult } from 'lit';
import type { App } from '../app.ts';
import { bookHref, browseHref } from '../router.ts';
import { authorOf, coverOf, plural, titleOf } from '../text.ts';
import { arrow } from './icons.ts';

export function basket(app: App): TemplateResult {
  const { basket: items, thanks } = app.state;
  return html`<section class="section narrow" aria-labelledby="basket-title" data-testid="basket">
    <header class="section-head">
      <div>
        <h1 id="basket-title" class="as-h2" tabindex="-1">${thanks === null ? 'Your basket' : 'Thank you'}</h1>
        <p class="section-note" role="status">
          ${
            thanks !== null
              ? `${plural(thanks, 'book')} noted as bought, on this device only. Your shelf knows, and nobody else does.`
              : items.length > 0
                ? plural(items.length, 'book')
                : 'Nothing in it yet.'
          }
        </p>
      </div>
    </header>
    ${
      items.length > 0
        ? html`<ul class="basket-list" role="list">
              ${items.map(
                (item) => html`<li data-id=${item.id}>
                  <a href=${bookHref(item.id)} tabindex="-1" aria-hidden="true"><book-cover .book=${coverOf(item)}></book-cover></a>
                  <div>
                    <h2 class="basket-title"><a href=${bookHref(item.id)}>${titleOf(item)}</a></h2>
                    <p class="card-author">${authorOf(item)}</p>
                  </div>
                  <button
                    type="button"
                    class="button quiet remove"
                    aria-label=${`Remove ${titleOf(item)} from the basket`}
                    @click=${() => void app.shop.removeFromBasket(item)}
                  >
                    Remove
                  </button>
                </li>`,
              )}
            </ul>
            <div class="checkout">
              <button type="button" class="button primary" @click=${() => void app.checkOut()}>Check out</button>
              <p class="small">
                This is a demonstration: no money moves, nothing is posted, and the order stays in this browser. Your shelf learns from
                it.
              </p>
            </div>`
        : html`<p><a class="button" href=${thanks === null ? browseHref() : '#/'}>${thanks === null ? 'Browse the shelves' : 'Back to your shelf'} ${arrow()}</a></p>`
    }
  </section>`;
}
