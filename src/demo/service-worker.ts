/**
 * Keeps the shop's own files, so that a second visit works without a network. Books are not its business: the
 * recommender stores what is under `models/` itself, verified.
 */

/** The built files, relative to this script; written in by the build, see `appShell` in `vite.config.ts`. */
declare const APP_SHELL: { version: string; files: string[] };

/** What is used of the service worker's scope: its library of types cannot stand beside the page's. */
interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}
const worker = self as unknown as Scope;

const PREFIX = 'quire-shell-';
const CACHE = PREFIX + APP_SHELL.version;

worker.addEventListener('install', (event) => {
  // Past the HTTP cache: an old file under a new version would stay for good.
  const requests = APP_SHELL.files.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

worker.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(clean());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(worker.registration.scope);
  if (request.method !== 'GET' || url.origin !== scope.origin) return;
  if (url.pathname.startsWith(`${scope.pathname}models/`)) return;
  const key = request.mode === 'navigate' ? scope.href : request;
  // A version of the shop is served whole: the next one waits until this one's pages are closed.
  const answer = async (): Promise<Response> => {
    const cache = await caches.open(CACHE);
    // `Vary: Origin`, which static hosts like to send, would part a module's request from the one that stored it.
    return (
      (await cache.match(key, { ignoreVary: true, ignoreSearch: request.mode === 'navigate' })) ??
      fetch(request)
    );
  };
  event.respondWith(answer());
});
