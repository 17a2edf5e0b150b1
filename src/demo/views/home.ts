import { html, nothing, type TemplateResult } from 'lit';
import type { Item } from '../../index.ts';
import type { App } from '../app.ts';
import { bookHref, browseHref } from '../router.ts';
import { STARTERS } from '../starters.ts';
import { authorOf, count, coverOf, ENOUGH_TASTE, tasteOf, titleOf } from '../text.ts';
import { openingWords } from './frame.ts';
import { arrow, gears, heart } from './icons.ts';
import { shelf, skeleton } from './shelf.ts';

/** One of the well-known books of the greeting: the whole book is the button. */
function starter(app: App, item: Item): TemplateResult {
  const liked = app.state.profile.liked.includes(item.id);
  return html`<li class="starter">
    <button
      type="button"
      aria-pressed=${liked}
      aria-label=${`Like ${titleOf(item)} by ${authorOf(item)}`}
      title=${titleOf(item)}
      data-testid="starter"
      data-id=${item.id}
      @click=${() => void app.shop.toggleLike(item)}
    >
      <book-cover .book=${coverOf(item)}></book-cover>
      <span class="seal">${heart()}</span>
    </button>
  </li>`;
}

function greeting(app: App): TemplateResult {
  const { starters, profile, status } = app.state;
  const known = tasteOf(profile);
  const ready = known >= ENOUGH_TASTE;
  return html`<section class="greeting" aria-labelledby="greeting-title" data-testid="greeting">
    <div class="greeting-words">
      <h1 id="greeting-title" tabindex="-1">
        ${ready ? html`The shelf below is <em>yours</em> now.` : html`Like two books, and this shelf becomes <em>yours</em>.`}
      </h1>
      <p class="lead" aria-live="polite">
        ${
          ready
            ? 'It was worked out on this device, and it changes with every book you like or send away.'
            : known === 1
              ? 'One down. Like one more, here or anywhere in the shop.'
              : 'Start with any you have loved. No account, no questions: what you like stays on this device.'
        }
      </p>
      ${
        status.kind === 'opening'
          ? opening(app)
          : html`<p class="tally" aria-hidden="true">
              ${[0, 1].map((i) => html`<span class="pip ${known > i ? 'is-on' : ''}">${heart()}</span>`)}
            </p>`
      }
    </div>
    ${
      starters.length > 0
        ? html`<ul class="starters" role="list" aria-label="Well-known books to start with">
            ${starters.map((item) => starter(app, item))}
          </ul>`
        : html`<ul class="starters is-waiting" aria-hidden="true">
            ${Array.from({ length: STARTERS }, () => html`<li class="starter"><span class="blank-cover"></span></li>`)}
          </ul>`
    }
  </section>`;
}

/** How far the download of the catalogue is. */
function opening(app: App): TemplateResult {
  const { status } = app.state;
  const progress = status.kind === 'opening' ? status.progress : null;
  const total = progress?.total ?? 0;
  return html`<div class="opening" role="status" data-testid="opening">
    <label for="opening-bar">${openingWords(progress)}</label>
    ${
      total > 0
        ? html`<progress id="opening-bar" max=${total} .value=${progress!.loaded}></progress>`
        : html`<progress id="opening-bar"></progress>`
    }
  </div>`;
}

function forYou(app: App): TemplateResult {
  const { shelf: result, greeting: greets, shelfMs } = app.state;
  // One rule with the greeting: what one book brings about is a beginning, not yet a taste.
  const begun = (result?.personal ?? false) && tasteOf(app.state.profile) > 0;
  const personal = begun && tasteOf(app.state.profile) >= ENOUGH_TASTE;
  const words = personal ? 'For you' : begun ? 'Getting to know you' : 'Popular now';
  return html`<section class="section" aria-labelledby="for-you-title" data-testid="for-you" data-personal=${personal}>
    <header class="section-head">
      <div>
        ${
          greets
            ? html`<h2 id="for-you-title">${words}</h2>`
            : html`<h1 id="for-you-title" class="as-h2" tabindex="-1">${words}</h1>`
        }
        <p class="section-note" role="status">
          ${
            result === null
              ? 'One moment …'
              : personal
                ? html`Chosen for you from ${count(app.state.info?.pack.items ?? 10_000)} books, by this browser, in
                    <span class="figure">${Math.max(1, Math.round(shelfMs ?? result.trace.totalMs))} ms</span>.`
                : begun
                  ? 'The first of these follow your first book. One more like, and the shelf is yours.'
                  : 'What most readers loved. Like two books, and the shelf is yours.'
          }
        </p>
      </div>
      <button type="button" class="link-button" ?disabled=${result === null} @click=${() => app.openWorkings()}>
        ${gears()} How this was made
      </button>
    </header>
    ${
      result === null
        ? skeleton(12, 'grid')
        : result.items.length === 0
          ? html`<p class="empty">
              Nothing is left to recommend. <a href="#/privacy">Take back</a> a “not interested”, or
              <a href=${browseHref()}>browse the shelves</a>.
            </p>`
          : shelf(
              result.items.map(({ item, reasons }) => ({ item, reason: reasons[0] })),
              app,
              { kind: 'grid', dismissable: true, flip: 'for-you', testid: 'shelf', level: greets ? 3 : 2 },
            )
    }
  </section>`;
}

function recentlyViewed(app: App): TemplateResult | typeof nothing {
  const { recent } = app.state;
  if (recent.length === 0) return nothing;
  return html`<section class="section" aria-labelledby="recent-title" data-testid="recent">
    <header class="section-head"><h2 id="recent-title">Recently viewed</h2></header>
    <ul class="strip" role="list">
      ${recent.map(
        (item) => html`<li>
          <a href=${bookHref(item.id)} class="strip-book">
            <book-cover .book=${coverOf(item)}></book-cover>
            <span class="strip-words"><span class="strip-title">${titleOf(item)}</span><span class="strip-author">${authorOf(item)}</span></span>
          </a>
        </li>`,
      )}
    </ul>
  </section>`;
}

function genres(app: App): TemplateResult {
  return html`<section class="section" aria-labelledby="genres-title">
    <header class="section-head">
      <h2 id="genres-title">Browse the shelves</h2>
      <a class="link-button" href=${browseHref()}>All books ${arrow()}</a>
    </header>
    <ul class="genres" role="list">
      ${app.state.genres.slice(0, 24).map(
        ({ label, count: books }) => html`<li>
          <a href=${browseHref({ genre: label })}>
            <span class="genre-name">${label}</span><span class="genre-count">${count(books)}<span class="visually-hidden"> books</span></span>
          </a>
        </li>`,
      )}
    </ul>
  </section>`;
}

export function home(app: App): TemplateResult {
  return html`${app.state.greeting ? greeting(app) : nothing} ${forYou(app)} ${recentlyViewed(app)}
  ${genres(app)}`;
}
