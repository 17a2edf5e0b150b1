/**
 * SHA-256 as lower-case hex. `crypto.subtle` does the work where it exists; a page on plain http (a phone looking at a
 * developer's machine) has none, and loads an implementation in JavaScript, some ten times slower.
 */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const view = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  const subtle = globalThis.crypto?.subtle;
  const digest = subtle
    ? new Uint8Array(await subtle.digest('SHA-256', view))
    : (await import('./sha256-js.ts')).sha256(view);
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
