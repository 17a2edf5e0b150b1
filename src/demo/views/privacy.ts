import { html, nothing, type TemplateResult } from 'lit';
import type { ProfileEvent } from '../../index.ts';
import type { App } from '../app.ts';
import { bytesAbout } from '../network-meter.ts';
import { bookHref } from '../router.ts';
import { bytes, count, plural } from '../text.ts';

const VERBS: Record<ProfileEvent['type'], string> = {
  view: 'Looked at',
  click: 'Opened',
  like: 'Liked',
  dislike: 'Not interested in',
  cart: 'Put in the basket',
  purchase: 'Bought',
  undo: 'Took back',
};

let formatter: Intl.DateTimeFormat | undefined;

/** Made when first needed: it takes longer than drawing this page. */
function when(at: number): string {
  formatter ??= new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  return formatter.format(at);
}

/** At most this many rows; the export has them all. */
const ROWS = 60;

function eventRow(app: App, event: ProfileEvent, title: string, undone: boolean): TemplateResult {
  return html`<tr class=${undone ? 'is-undone' : ''}>
    <td>${VERBS[event.type]}</td>
    <td><a href=${bookHref(event.item)}>${title}</a></td>
    <td class="time"><time datetime=${new Date(event.at).toISOString()}>${when(event.at)}</time></td>
    <td class="row-action">
      ${
        event.type === 'undo'
          ? nothing
          : undone
            ? html`<span class="small">taken back</span>`
            : html`<button
                type="button"
                class="button quiet"
                aria-label=${`Take back: ${VERBS[event.type]} ${title}`}
                @click=${() => void app.shop.takeBack(event.id, `${VERBS[event.type]} “${title}”`)}
              >
                Take back
              </button>`
      }
    </td>
  </tr>`;
}

function stored(app: App): TemplateResult {
  const { page, profile, status } = app.state;
  const read = page.name === 'privacy';
  const closed = status.kind !== 'open';
  const events = page.name === 'privacy' ? page.events : [];
  const titles = page.name === 'privacy' ? page.titles : new Map<string, string>();
  const undone = new Set(events.flatMap((event) => event.undoes ?? []));
  const newest = [...events].reverse().slice(0, ROWS);
  return html`<section class="panel" aria-labelledby="stored-title" data-testid="events" aria-busy=${!read && status.kind !== 'failed'}>
    <h2 id="stored-title">What this device remembers</h2>
    <p>
      ${
        !read
          ? status.kind === 'failed'
            ? html`It could not be read, because the shop did not open.
                <button type="button" class="link-button" @click=${() => void app.tryAgain()}>Try again</button>`
            : 'Reading …'
          : events.length === 0
            ? 'Nothing. Books you look at, like, send away or buy will be listed here.'
            : html`${plural(events.length, 'event')}, ${app.state.info?.storage === 'memory' ? 'kept in this tab only, since this browser allows no storage: they are gone with it' : 'kept in this browser’s storage'}. The shelf uses them. This is the whole of it${events.length > ROWS ? `; the newest ${ROWS} are shown` : ''}.`
      }
      ${profile.paused ? html`<strong>Paused: nothing new is noted.</strong>` : nothing}
    </p>
    <p class="small">
      Beside the books there are two settings (the theme you chose, and that you have been here before), this browser’s measurement of
      its fastest engine, and, until you close this tab, how far you had scrolled.
    </p>
    ${
      newest.length > 0
        ? html`<div class="table-scroll" tabindex="0" role="region" aria-label="Stored events">
            <table>
              <thead>
                <tr><th scope="col">What</th><th scope="col">Book</th><th scope="col">When</th><th scope="col"><span class="visually-hidden">Action</span></th></tr>
              </thead>
              <tbody>
                ${newest.map((event) => eventRow(app, event, titles.get(event.item) ?? `Book ${event.item}`, undone.has(event.id)))}
              </tbody>
            </table>
          </div>`
        : nothing
    }
    <div class="button-row">
      <button type="button" class="button" ?disabled=${closed} @click=${() => void app.shop.exportProfile()}>Export</button>
      <label class="button file-button">
        <input
          type="file"
          ?disabled=${closed}
          accept="application/json,.json"
          class="visually-hidden"
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            const file = input.files?.[0];
            if (file) void app.shop.importProfile(file);
            input.value = '';
          }}
        />
        <span>Import</span>
      </label>
      <button type="button" class="button" ?disabled=${closed} @click=${() => void app.shop.setPaused(!profile.paused)}>
        ${profile.paused ? 'Resume noting' : 'Pause noting'}
      </button>
      <button type="button" class="button danger"
        aria-disabled=${closed || events.length === 0}
        @click=${() => {
          if (!closed && events.length > 0) app.askErase();
        }}
      >
        Erase everything
      </button>
    </div>
  </section>`;
}

function sent(app: App): TemplateResult {
  const { requests } = app.meter;
  const network = app.state.info?.network;
  const worker = app.state.info?.thread === 'worker';
  const about = bytesAbout(app.meter, network);
  return html`<section class="panel sent" aria-labelledby="sent-title">
    <h2 id="sent-title">What has been sent about you</h2>
    <p class="zero" data-testid="bytes-sent"><span class="zero-figure">${count(about)}</span> ${about === 1 ? 'byte' : 'bytes'}</p>
    <p>
      Counted live, not promised: the page wraps the ways in which it could send a body (fetch, XMLHttpRequest, beacons, sockets) and adds
      up the bodies; its Content-Security-Policy, <code>connect-src 'self'</code>, shuts the rest. It reads the browser’s own list of requests and adds up what stands after a “?”.
      ${
        network
          ? html`The recommender${worker ? ', which runs in a worker of its own,' : ''} made
              ${plural(network.requests, 'request')} for the catalogue, received ${bytes(network.bytesReceived)}, and sent
              ${count(network.bodyBytesSent)} bytes.`
          : nothing
      }
      As on any site, each file that is fetched tells the server your address and browser’s name; no file’s name depends on what you do
      here.
    </p>
    <details>
      <summary>Every request this page has made: ${count(requests.length)}</summary>
      <div class="table-scroll" tabindex="0" role="region" aria-label="Requests">
        <table data-testid="requests">
          <thead>
            <tr><th scope="col">Kind</th><th scope="col">Address</th><th scope="col">Received</th></tr>
          </thead>
          <tbody>
            ${requests.map(
              (request) => html`<tr>
                <td>${request.kind}</td>
                <td class="address">${shortUrl(request.url)}</td>
                <td class="time">${request.received === 0 ? 'from this device' : bytes(request.received)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}

function shortUrl(url: string): string {
  return url.startsWith(location.origin) ? url.slice(location.origin.length) : url;
}

export function privacy(app: App): TemplateResult {
  return html`<div class="privacy" data-testid="privacy">
    <header class="section-head">
      <div>
        <h1 id="privacy-title" class="as-h2" tabindex="-1">Your privacy, in figures</h1>
        <p class="section-note">The books come to you. Nothing about you goes back.</p>
      </div>
    </header>
    <div class="panels">${sent(app)} ${stored(app)}</div>
  </div>`;
}
