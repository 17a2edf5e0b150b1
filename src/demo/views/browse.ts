import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { App } from '../app.ts';
import { pageNumbers } from '../page-numbers.ts';
import { PAGE_SIZE } from '../read-page.ts';
import { browseHref, type Route, type Sort } from '../router.ts';
import { count, plural } from '../text.ts';
import { shelf, skeleton } from './shelf.ts';

type BrowseRoute = Extract<Route, { name: 'browse' }>;

const SORT_NAMES: Record<Sort, string> = {
  popular: 'Most loved first',
  newest: 'Newest first',
  catalogue: 'In catalogue order',
};

function paging(route: BrowseRoute, total: number): TemplateResult | typeof nothing {
  const pages = Math.ceil(total / PAGE_SIZE);
  if (pages <= 1) return nothing;
  const link = (page: number, words: string, disabled: boolean) =>
    disabled
      ? html`<span class="page-step is-off" aria-hidden="true">${words}</span>`
      : html`<a class="page-step" href=${browseHref({ ...route, page })}>${words}</a>`;
  return html`<nav class="paging" aria-label="Pages">
    ${link(route.page - 1, 'Previous', route.page <= 1)}
    <ol role="list">
      ${pageNumbers(route.page, pages).map(
        (n) => html`<li>
          ${
            n === null
              ? html`<span aria-hidden="true">…</span>`
              : html`<a
                  href=${browseHref({ ...route, page: n })}
                  aria-label=${`Page ${n}`}
                  aria-current=${n === route.page ? 'page' : nothing}
                  >${count(n)}</a
                >`
          }
        </li>`,
      )}
    </ol>
    ${link(route.page + 1, 'Next', route.page >= pages)}
  </nav>`;
}

/** The genre of this page, in view in its bar. Not smoothly: it stands there when the page appears. */
let shownGenre: string | null = null;
function bringIntoView(genre: string | null): (link?: Element) => void {
  return (link) => {
    const bar = link?.closest<HTMLElement>('.genre-bar ul');
    if (!link || !bar || genre === shownGenre) return;
    shownGenre = genre;
    // Once the bar has its width. Only the bar may move, not the page.
    requestAnimationFrame(() => {
      const [inner, outer] = [link.getBoundingClientRect(), bar.getBoundingClientRect()];
      bar.scrollBy({ left: (inner.left + inner.right - outer.left - outer.right) / 2, behavior: 'instant' });
    });
  };
}

/** No books: a page past the last, a genre or author that is not here, or nothing at all. */
function nothingHere(app: App, route: BrowseRoute, total: number): TemplateResult {
  const last = Math.ceil(total / PAGE_SIZE);
  if (total > 0) {
    return html`<p class="empty" data-testid="empty">
      ${plural(last, 'page')}, and this would be page ${count(route.page)}. <a href=${browseHref({ ...route, page: last })}>Go to the last page</a>.
    </p>`;
  }
  const unknown = route.genre !== null && !app.state.genres.some(({ label }) => label === route.genre);
  return html`<p class="empty" data-testid="empty">
    ${unknown ? html`We have no shelf “${route.genre}”.` : 'No books stand here.'} <a href=${browseHref()}>See all books</a>.
  </p>`;
}

export function browse(app: App, route: BrowseRoute): TemplateResult {
  const { page, genres } = app.state;
  const data = page.name === 'browse' ? page : null;
  const heading = route.creator ?? route.genre ?? 'All books';
  return html`<section class="section browse" aria-labelledby="browse-title">
    <header class="section-head">
      <div>
        <h1 id="browse-title" class="as-h2" tabindex="-1">${heading}</h1>
        <p class="section-note" role="status">${data ? plural(data.total, 'book') : 'Looking along the shelves …'}</p>
      </div>
      <div class="sorting">
        <label for="sort">Sort</label>
        <select
          id="sort"
          @change=${(event: Event) => {
            const sort = (event.target as HTMLSelectElement).value as Sort;
            location.hash = browseHref({ ...route, sort, page: 1 });
          }}
        >
          ${Object.entries(SORT_NAMES).map(
            ([value, words]) =>
              html`<option value=${value} ?selected=${value === route.sort}>${words}</option>`,
          )}
        </select>
      </div>
    </header>
    <nav class="genre-bar" aria-label="Genres">
      <ul role="list">
        <li>
          <a href=${browseHref({ sort: route.sort })} aria-current=${route.genre === null && route.creator === null ? 'page' : nothing}>All</a>
        </li>
        ${genres.map(
          ({ label, count: books }) => html`<li>
            <a
              href=${browseHref({ genre: label, sort: route.sort })}
              aria-current=${label === route.genre ? 'page' : nothing}
              ${label === route.genre ? ref(bringIntoView(label)) : nothing}
              >${label} <span class="genre-count">${count(books)}</span></a
            >
          </li>`,
        )}
      </ul>
    </nav>
    ${
      data === null
        ? skeleton(12, 'grid')
        : data.items.length === 0
          ? html`${nothingHere(app, route, data.total)}${paging({ ...route, page: Math.ceil(data.total / PAGE_SIZE) + 1 }, data.total)}`
          : html`${shelf(
              data.items.map((item) => ({ item })),
              app,
              { kind: 'grid', testid: 'results', level: 2 },
            )}${paging(route, data.total)}`
    }
  </section>`;
}
