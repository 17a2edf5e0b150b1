import { LocavoreError } from '../errors.ts';

export const MANIFEST_FILE = 'manifest.json';

/**
 * The URL of a pack's folder, absolute and with a final slash; `…/manifest.json` is understood as its folder.
 * @throws LocavoreError `invalid-argument` for a URL that cannot be resolved, is not http(s), or has a query
 */
export function packFolderUrl(pack: string, base?: string): string {
  let url: URL;
  try {
    url = new URL(pack, base);
  } catch (cause) {
    throw new LocavoreError(
      'invalid-argument',
      `pack: ${JSON.stringify(pack)} is not a URL${base ? ` relative to ${base}` : ''}: pass the URL of the pack's folder, such as "/models/books/".`,
      { cause },
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new LocavoreError(
      'invalid-argument',
      `pack: ${url.href} is not an http(s) URL: serve the pack's folder with a static file server.`,
    );
  }
  if (url.search) {
    throw new LocavoreError(
      'invalid-argument',
      `pack: ${url.href} has a query, which cannot be carried to the files of a folder: pass a plain folder URL.`,
    );
  }
  url.hash = '';
  if (url.pathname.endsWith(`/${MANIFEST_FILE}`)) url.pathname = url.pathname.slice(0, -MANIFEST_FILE.length);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url.href;
}
