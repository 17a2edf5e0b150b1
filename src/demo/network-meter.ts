/**
 * Measures what this page sends. Bodies are counted where this page could send one: fetch, XMLHttpRequest, beacons and
 * WebSocket; its Content-Security-Policy (`connect-src 'self'`) shuts every way to another server. Query strings are counted in
 * the browser's own list of requests, which also sees images, scripts and styles.
 *
 * A worker has its own list: the recommender's is in `info().network`.
 */
import type { Bytes, EpochMs } from '../units.ts';

export interface RequestRecord {
  url: string;
  /** What asked for it: script, css, fetch, img, … as the browser says. */
  kind: string;
  at: EpochMs;
  received: Bytes;
}

export interface Meter {
  /** Bytes of request bodies and messages sent by this page since it was loaded. */
  bodyBytes: Bytes;
  /** Bytes of query strings in the URLs that this page asked for. */
  queryBytes: Bytes;
  requests: RequestRecord[];
}

/**
 * All bytes that could say something of the visitor: the page's bodies and queries, and the bodies of the recommender.
 *
 * @param network the recommender's own count; undefined until it is known.
 */
export const bytesAbout = (
  { bodyBytes, queryBytes }: Pick<Meter, 'bodyBytes' | 'queryBytes'>,
  network: { bodyBytesSent: Bytes } | undefined,
): Bytes => bodyBytes + queryBytes + (network?.bodyBytesSent ?? 0);

const meter: Meter = { bodyBytes: 0, queryBytes: 0, requests: [] };
const listeners = new Set<() => void>();

/** Returns the function that unsubscribes. */
export function onMeter(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  for (const listener of listeners) listener();
}

/** The size of a body before it is sent. A stream's length is unknown: it counts as one byte, so as not to be nothing. */
export function bodySize(body: unknown): Bytes {
  if (body === null || body === undefined) return 0;
  if (typeof body === 'string') return new TextEncoder().encode(body).length;
  if (body instanceof Blob) return body.size;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  if (body instanceof URLSearchParams) return new TextEncoder().encode(body.toString()).length;
  if (body instanceof FormData) {
    let size = 0;
    for (const [name, value] of body)
      size += name.length + (typeof value === 'string' ? value.length : value.size);
    return size;
  }
  return 1;
}

/** Bytes after the question mark of a URL. What follows `#` never leaves the browser. */
export function querySize(url: string): Bytes {
  const [sent] = url.split('#');
  const at = sent.indexOf('?');
  return at < 0 ? 0 : new TextEncoder().encode(sent.slice(at + 1)).length;
}

function countBody(body: unknown): void {
  const size = bodySize(body);
  if (size === 0) return;
  meter.bodyBytes += size;
  changed();
}

function list(entry: PerformanceEntry): void {
  // Browsers may report the navigation again when the page has loaded.
  if (entry.entryType === 'navigation' && meter.requests.some(({ kind }) => kind === 'document')) return;
  const { name, initiatorType, startTime, transferSize } = entry as PerformanceResourceTiming;
  meter.requests.push({
    url: name,
    kind: entry.entryType === 'navigation' ? 'document' : initiatorType,
    at: performance.timeOrigin + startTime,
    received: transferSize,
  });
  meter.queryBytes += querySize(name);
}

/** Wraps what can send, once per page. The meter it gives is live. */
export function installMeter(): Readonly<Meter> {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    if (init?.body !== undefined) countBody(init.body);
    else if (input instanceof Request && input.body !== null) countBody(input.body);
    return fetch(input, init);
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body?: Document | XMLHttpRequestBodyInit | null) {
    countBody(body);
    send.call(this, body);
  };
  const { sendBeacon } = Navigator.prototype;
  Navigator.prototype.sendBeacon = function (url, data) {
    countBody(data);
    return sendBeacon.call(this, url, data);
  };
  const sendMessage = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    countBody(data);
    sendMessage.call(this, data);
  };
  const observer = new PerformanceObserver((entries) => {
    for (const entry of entries.getEntries()) list(entry);
    changed();
  });
  for (const type of ['navigation', 'resource']) observer.observe({ type, buffered: true });
  return meter;
}
