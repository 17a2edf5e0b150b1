import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Item } from '../../index.ts';
import type { App } from '../app.ts';
import { SEARCH_RESULTS } from '../read-page.ts';
import { browseHref } from '../router.ts';
import { authorOf, coverOf, plural, titleOf } from '../text.ts';
import { magnifier } from './icons.ts';
import { shelf, skeleton } from './shelf.ts';

/** The search box of the header: a combobox with a list of books (WAI-ARIA, list autocomplete with manual selection). */
export function searchBox(app: App): TemplateResult {
  const { query, open, active, suggestions } = app.searchBox;
  const expanded = open && query.trim() !== '';
  return html`<search class="search">
    <form
      @submit=${(event: Event) => {
        event.preventDefault();
        app.searchBox.submit();
      }}
    >
      <label class="visually-hidden" for="search">Search for a title, an author or a series</label>
      ${magnifier()}
      <input
        id="search"
        type="search"
        autocomplete="off"
        spellcheck="false"
        enterkeyhint="search"
        placeholder="Title, author or series"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded=${expanded}
        aria-controls="suggestions"
        aria-activedescendant=${expanded && active >= 0 ? `suggestion-${active}` : nothing}
        aria-keyshortcuts="/"
        .value=${live(query)}
        @focus=${() => app.searchBox.focus()}
        @blur=${() => app.searchBox.blur()}
        @input=${(event: Event) => app.searchBox.type((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => app.searchBox.key(event)}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
    <div class="suggestions" ?hidden=${!expanded}>
      <ul id="suggestions" role="listbox" aria-label="Books">
        ${
          expanded
            ? suggestions.map(
                (item, i) => html`<li
                  id="suggestion-${i}"
                  role="option"
                  aria-selected=${i === active}
                  @pointerdown=${(event: Event) => event.preventDefault()}
                  @click=${() => app.searchBox.choose(i)}
                >
                  <book-cover .book=${coverOf(item)}></book-cover>
                  <span><span class="strip-title">${titleOf(item)}</span><span class="strip-author">${authorOf(item)}</span></span>
                </li>`,
              )
            : nothing
        }
      </ul>
      ${
        expanded && suggestions.length === 0
          ? html`<p class="suggestions-none">${app.shop.search?.complete ? 'No book matches.' : 'Reading the catalogue …'}</p>`
          : nothing
      }
    </div>
    <p class="visually-hidden" role="status">
      ${expanded ? (suggestions.length > 0 ? `${plural(suggestions.length, 'suggestion')}` : 'No suggestions') : ''}
    </p>
  </search>`;
}

function found(items: readonly Item[] | null, complete: boolean): string {
  if (items === null) return 'Looking along the shelves …';
  const words =
    items.length >= SEARCH_RESULTS ? `The ${SEARCH_RESULTS} best matches` : plural(items.length, 'book');
  return complete ? words : `${words} so far`;
}

export function searchPage(
  app: App,
  query: string,
  items: readonly Item[] | null,
  complete: boolean,
): TemplateResult {
  return html`<section class="section" aria-labelledby="search-title">
    <header class="section-head">
      <div>
        <h1 id="search-title" class="as-h2" tabindex="-1">${query === '' ? 'What are you looking for?' : html`Results for “${query}”`}</h1>
        <p class="section-note" role="status">${query.trim() === '' ? 'Type a title, an author or a series above.' : found(items, complete)}</p>
      </div>
    </header>
    ${
      query.trim() === ''
        ? html`<p class="empty">Or <a href=${browseHref()}>browse the shelves</a>.</p>`
        : items === null
          ? skeleton(6, 'grid')
          : items.length > 0
            ? shelf(
                items.map((item) => ({ item })),
                app,
                { kind: 'grid', testid: 'results', level: 2 },
              )
            : complete
              ? html`<p class="empty" data-testid="empty">
                Nothing matches. Try fewer letters, or <a href=${browseHref()}>browse the shelves</a>.
              </p>`
              : skeleton(6, 'grid')
    }
  </section>`;
}
