/** A static file server behind `fetch`: counts requests, and fails on demand. */
import { vi } from 'vitest';
import type { PackParts } from '../../src/pack/parts.ts';
import { buildPackFiles } from '../../src/pack/write.ts';

export const PACK_URL = 'https://shop.example/models/tiny/';

type Answer = (request: { url: string; init: RequestInit }) => Response | Promise<Response> | undefined;

export class FakeServer {
  readonly files = new Map<string, Uint8Array>();
  /** Names of the files asked for, in order. */
  requests: string[] = [];
  inits: RequestInit[] = [];
  isOffline = false;
  /** Answers instead of the files where it returns a response. */
  answer: Answer = () => undefined;

  /** Replaces the files of {@link PACK_URL} by a pack's, as an upload would. */
  async publish(parts: PackParts): Promise<void> {
    const { files } = await buildPackFiles(parts);
    this.files.clear();
    for (const [name, bytes] of files) this.files.set(name, bytes);
  }

  /** Names of the files of a section. */
  file(section: string): string {
    const name = [...this.files.keys()].find((file) => file.startsWith(`${section}.`));
    if (!name) throw new Error(`No file of section ${section}.`);
    return name;
  }

  /** The requests since the last call. */
  taken(): string[] {
    const taken = this.requests;
    this.requests = [];
    return taken;
  }

  install(): void {
    vi.stubGlobal('fetch', this.fetch);
  }

  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = String(input);
    init.signal?.throwIfAborted();
    this.requests.push(url.slice(PACK_URL.length));
    this.inits.push(init);
    if (this.isOffline) throw new TypeError('Failed to fetch');
    // An abort while the answer is under way rejects, as in a browser.
    const aborted = new Promise<never>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
    return Promise.race([
      aborted,
      Promise.resolve(this.answer({ url, init })).then((given) => given ?? this.#file(url)),
    ]);
  };

  #file(url: string): Response {
    const bytes = url.startsWith(PACK_URL) ? this.files.get(url.slice(PACK_URL.length)) : undefined;
    return bytes ? new Response(Uint8Array.from(bytes)) : new Response('<h1>Not found</h1>', { status: 404 });
  }
}
