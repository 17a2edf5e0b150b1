/** The network side of a pack: the only requests Locavore makes, all of them GET without a body. */
import { LocavoreError } from '../errors.ts';
import type { Bytes } from '../units.ts';
import { MANIFEST_FILE } from './folder-url.ts';
import type { Manifest, ShardEntry } from './format.ts';
import { parseManifest } from './manifest.ts';
import { verifyShard } from './verify.ts';

/** What was asked of the network; the fetching functions add to it. */
export interface NetworkCount {
  requests: number;
  bytesReceived: Bytes;
}

export interface FetchOptions {
  signal?: AbortSignal;
  count?: NetworkCount;
  /** Called with the bytes that arrived since the last call; negative where a download is thrown away. */
  onBytes?: (delta: Bytes) => void;
}

export interface FetchedManifest {
  manifest: Manifest;
  /** As it came, for comparison with a later one. */
  text: string;
}

/**
 * Asks the server whether its manifest is still the one in the HTTP cache, and gives the current one.
 * @throws LocavoreError `pack-unreachable`, `pack-malformed`, `pack-version`, `aborted`
 */
export async function fetchManifest(folderUrl: string, options: FetchOptions = {}): Promise<FetchedManifest> {
  const url = folderUrl + MANIFEST_FILE;
  const text = new TextDecoder().decode(await download(url, 'no-cache', null, options));
  return { manifest: parseManifest(text, url), text };
}

/**
 * Downloads one shard and verifies it.
 * @throws LocavoreError `pack-unreachable`, `pack-corrupt`, `aborted`
 */
export async function fetchShard(
  folderUrl: string,
  entry: ShardEntry,
  options: FetchOptions = {},
): Promise<ArrayBuffer> {
  const url = folderUrl + entry.file;
  const attempt = async (cache: RequestCache): Promise<ArrayBuffer> => {
    let arrived = 0;
    const onBytes = (delta: Bytes): void => {
      arrived += delta;
      options.onBytes?.(delta);
    };
    try {
      const bytes = await download(url, cache, entry.bytes, { ...options, onBytes });
      await verifyShard(entry, bytes, url);
      return bytes;
    } catch (error) {
      options.onBytes?.(-arrived);
      throw error;
    }
  };
  try {
    return await attempt('default');
  } catch (error) {
    // The bad bytes may be in the HTTP cache: a shard's URL never changes, so they would stay there for good.
    if (error instanceof LocavoreError && error.code === 'pack-corrupt') return attempt('reload');
    throw error;
  }
}

/** @param length the expected length; more is not read. `null`: any. */
async function download(
  url: string,
  cache: RequestCache,
  length: Bytes | null,
  { signal, count, onBytes }: FetchOptions,
): Promise<ArrayBuffer> {
  try {
    signal?.throwIfAborted();
    if (count) count.requests++;
    // The page's address may name the product looked at: it goes to nobody, hence no referrer.
    const response = await fetch(url, { signal, cache, referrerPolicy: 'no-referrer' });
    if (response.status !== 200) {
      void response.body?.cancel().catch(() => {});
      throw new LocavoreError(
        'pack-unreachable',
        `${url} answered with HTTP status ${response.status}${response.status === 404 ? ' (not found)' : ''}: check the pack's URL, and that its folder was uploaded whole.`,
      );
    }
    return await readBody(response, length, (delta) => {
      if (count) count.bytesReceived += delta;
      onBytes?.(delta);
    });
  } catch (error) {
    if (error instanceof LocavoreError) throw error;
    if (signal?.aborted) {
      throw new LocavoreError('aborted', `The download of ${url} was aborted by the caller's signal.`, {
        cause: signal.reason,
      });
    }
    throw new LocavoreError(
      'pack-unreachable',
      `${url} could not be fetched (${error instanceof Error ? error.message : String(error)}): the device may be offline, or the server may lack a CORS header for this page.`,
      { cause: error },
    );
  }
}

async function readBody(
  response: Response,
  length: Bytes | null,
  onBytes: (delta: Bytes) => void,
): Promise<ArrayBuffer> {
  if (!response.body) return new ArrayBuffer(0);
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    total += next.value.byteLength;
    onBytes(next.value.byteLength);
    if (length !== null && total > length) {
      void reader.cancel().catch(() => {});
      break;
    }
  }
  const whole = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole.buffer;
}
