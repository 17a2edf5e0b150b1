/** What surrounds every page: fascia, notices, footer, toast, and the question before erasing. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Progress } from '../../index.ts';
import type { App } from '../app.ts';
import { bytesAbout } from '../network-meter.ts';
import { browseHref } from '../router.ts';
import { bytes, count } from '../text.ts';
import { currentTheme, toggleTheme } from '../theme.ts';
import { bag, cloudOff, cross, moon, shield, sun } from './icons.ts';
import { searchBox } from './search.ts';

export function header(app: App): TemplateResult {
  const { state, route } = app;
  const basket = state.profile.inCart.length;
  const current = (name: string) => (route.name === name ? 'page' : nothing);
  const dark = currentTheme() === 'dark';
  return html`<a class="skip" href="#main" @click=${(event: Event) => app.skip(event)}>Skip to the books</a>
    <header class="fascia">
      <div class="fascia-inner">
        <a class="wordmark" href="#/" aria-label="Quire Lane Books, home"><span class="wordmark-name">Quire Lane</span><span class="wordmark-trade">Books</span></a>
        ${searchBox(app)}
        <nav class="main-nav" aria-label="Shop">
          <a href=${browseHref()} aria-current=${current('browse')}>Browse</a>
          <a href="#/privacy" aria-current=${current('privacy')}>${shield()}<span>Privacy</span></a>
          <a href="#/basket" aria-current=${current('basket')} aria-label=${basket === 0 ? 'Basket, empty' : `Basket, ${basket}`} data-testid="basket-link">
            ${bag()}<span class="nav-word">Basket</span>${basket > 0 ? html`<span class="badge">${basket}</span>` : nothing}
          </a>
          <button
            type="button"
            class="theme"
            aria-label=${dark ? 'Use the light theme' : 'Use the dark theme'}
            title=${dark ? 'Light' : 'Dark'}
            @click=${() => {
              toggleTheme();
              app.render();
            }}
          >
            ${dark ? sun() : moon()}
          </button>
        </nav>
      </div>
    </header>`;
}

export function notices(app: App): TemplateResult {
  const { online, update, status } = app.state;
  return html`<div class="notices" role="status">
    ${
      !online && status.kind === 'open'
        ? html`<p class="notice" data-testid="offline">${cloudOff()} You are offline. The whole shop is on this device: carry on.</p>`
        : nothing
    }
    ${update ? html`<p class="notice">New books have arrived. They will be on the shelves at your next visit.</p>` : nothing}
  </div>`;
}

/** When the catalogue cannot be opened. */
export function failed(app: App, code: string | null, message: string): TemplateResult {
  const words: Record<string, string> = {
    'pack-unreachable': app.state.online
      ? 'The books could not be fetched.'
      : 'You are offline, and this device has no books yet.',
    'pack-corrupt': 'The books arrived damaged, and were turned away.',
    'pack-malformed': 'What arrived is not a catalogue.',
    'pack-version': 'The catalogue is of a kind that this shop cannot read.',
    'storage-full': 'This device has no room for the books.',
  };
  return html`<section class="section narrow failure" role="alert" data-testid="failure" data-code=${code ?? ''}>
    <h1 class="as-h2" tabindex="-1">The shop could not open</h1>
    <p class="lead">${words[code ?? ''] ?? 'Something went wrong on the way.'}</p>
    <details class="failure-message"><summary>What exactly happened</summary><p>${message}</p></details>
    <div class="button-row">
      <button type="button" class="button primary" @click=${() => void app.tryAgain()}>Try again</button>
    </div>
  </section>`;
}

export function footer(app: App): TemplateResult {
  const sent = bytesAbout(app.meter, app.state.info?.network);
  // The whole text is in the panel on the model.
  const attribution = app.state.info?.pack.card.attribution?.split(';')[0];
  return html`<footer class="footer">
    <div class="footer-inner">
      <p class="footer-name">Quire Lane Books</p>
      <p>
        An imaginary bookshop with ${count(app.state.info?.pack.items ?? 10_000)} real books. Recommendations are computed by Locavore in
        this browser.
      </p>
      <p>
        <a href="#/privacy"><span class="figure" data-testid="footer-bytes">${count(sent)}</span> bytes sent about you</a>
        · ${attribution ? `Book data: ${attribution}` : 'Covers drawn by the page'}
      </p>
    </div>
  </footer>`;
}

/** How far the download of the catalogue is, in words. */
export function openingWords(progress: Progress | null): string {
  if (progress === null || progress.total === 0) return 'Opening the shop …';
  return progress.phase === 'download'
    ? `Bringing in the books: ${bytes(progress.loaded)} of ${bytes(progress.total)}`
    : 'Arranging the shelves …';
}

/** A slow opening, wherever the greeting does not tell of it. It lies over the page, so that nothing moves when it goes. */
export function openingNote(app: App): TemplateResult | typeof nothing {
  const { status, greeting } = app.state;
  if (status.kind !== 'opening' || !status.slow || (app.route.name === 'home' && greeting)) return nothing;
  const { progress } = status;
  return html`<div class="toasts" data-testid="opening">
    <div class="toast">
      <p>
        <span class="visually-hidden" role="status">Opening the shop …</span>
        <span aria-hidden="true">${openingWords(progress)}</span>
        ${
          progress !== null && progress.total > 0
            ? html`<progress aria-label="Opening the shop" max=${progress.total} .value=${progress.loaded}></progress>`
            : html`<progress aria-label="Opening the shop"></progress>`
        }
      </p>
    </div>
  </div>`;
}

export function toast(app: App): TemplateResult {
  const { toast: shown } = app.state;
  return html`<div class="toasts" role="status" aria-live="polite" data-testid="toast">
    ${
      shown
        ? keyed(
            shown.key,
            html`<div
              class="toast"
              @pointerenter=${() => app.holdToast()}
              @pointerleave=${() => app.releaseToast()}
              @focusin=${(event: FocusEvent) => app.holdToast(event)}
              @focusout=${() => app.releaseToast()}
            >
              <p>${shown.text}</p>
              ${
                shown.action
                  ? html`<button type="button" class="toast-action" @click=${() => void app.runToast()}>${shown.action.label}</button>`
                  : nothing
              }
              <button type="button" class="toast-close" aria-label="Dismiss this message" @click=${() => app.closeToast()}>${cross()}</button>
            </div>`,
          )
        : nothing
    }
  </div>`;
}

export function eraseQuestion(app: App): TemplateResult {
  return html`<dialog class="question" id="erase-question" aria-labelledby="erase-title" data-testid="erase-question">
    <form method="dialog" @submit=${(event: SubmitEvent) => {
      if ((event.submitter as HTMLButtonElement | null)?.value === 'erase') void app.erase();
    }}>
      <h2 id="erase-title">Erase everything?</h2>
      <p>Every like, view, basket and purchase on this device will be gone, and your shelf starts afresh. This cannot be undone.</p>
      <div class="button-row">
        <button class="button" value="keep">Keep it</button>
        <button class="button danger" value="erase">Erase</button>
      </div>
    </form>
  </dialog>`;
}
