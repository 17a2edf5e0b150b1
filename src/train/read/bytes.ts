/** Files as streams of UTF-8 bytes: gzip undone, encoding checked or converted, byte order mark removed. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { LocavoreError } from '../../errors.ts';
import type { Bytes } from '../../units.ts';

export type Encoding = 'utf-8' | 'latin1' | 'utf-16le';

const NEWLINE = 0x0a;
const CHUNK_BYTES: Bytes = 256 * 1024;
/** A file without newlines is no table, and must not fill the memory before that is said. */
const MAX_LINE_BYTES: Bytes = 64 * 1024 * 1024;

/**
 * The file's text as UTF-8 chunks. Gzip is recognised by its magic bytes, whatever the file is called.
 * @throws LocavoreError `file-unreadable` where the file cannot be opened; `input-malformed` for damaged gzip and
 * for bytes that are not of the encoding, naming the line.
 */
export async function* readBytes(path: string, encoding: Encoding = 'utf-8'): AsyncGenerator<Buffer> {
  const zipped = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const source = zipped ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  if (zipped) file.on('error', (error) => source.destroy(error));
  try {
    yield* toUtf8(source, path, encoding);
  } catch (error) {
    if (error instanceof LocavoreError) throw error;
    throw zipped && isZlibError(error)
      ? new LocavoreError(
          'input-malformed',
          `${path}: the gzip data is damaged or cut off (${(error as Error).message}). Check it with: gzip -t ${path}`,
          { cause: error },
        )
      : unreadable(path, error);
  } finally {
    file.destroy();
  }
}

async function isGzip(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(path, error);
  }
}

function isZlibError(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('Z_');
}

export function unreadable(path: string, error: unknown): LocavoreError {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'there is no such file. Check the path; it is relative to the folder you are in'
      : code === 'EISDIR'
        ? 'it is a folder, and a file is wanted'
        : code === 'EACCES'
          ? 'you have no permission to read it'
          : String((error as Error).message ?? error);
  return new LocavoreError('file-unreadable', `${path}: ${why}.`, { cause: error });
}

async function* toUtf8(
  source: AsyncIterable<Buffer>,
  path: string,
  encoding: Encoding,
): AsyncGenerator<Buffer> {
  if (encoding !== 'utf-8') {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
    return;
  }
  let first = true;
  let line = 1;
  /** The unfinished line at the end of the last chunks: a character may straddle two chunks, a newline cannot. */
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of source) {
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) {
      let lines: Buffer = Buffer.concat([...rest, chunk.subarray(0, end)]);
      line = checkUtf8(lines, path, line);
      if (first) lines = withoutMark(lines, path);
      first = false;
      yield lines;
      rest = [];
      restBytes = 0;
    }
    rest.push(chunk.subarray(end));
    restBytes += chunk.length - end;
    if (restBytes > MAX_LINE_BYTES) {
      throw new LocavoreError(
        'input-malformed',
        `${path}: a line is longer than 64 MiB, so it is no CSV, TSV or JSON Lines. Is it the right file?`,
      );
    }
  }
  const last = Buffer.concat(rest);
  checkUtf8(last, path, line);
  yield first ? withoutMark(last, path) : last;
}

/** @returns the number of the line after these */
function checkUtf8(bytes: Buffer, path: string, firstLine: number): number {
  const valid = isUtf8(bytes);
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (!valid && !isUtf8(bytes.subarray(start, end))) throw notUtf8(path, line, bytes);
    start = end;
  }
  return line;
}

function notUtf8(path: string, line: number, bytes: Buffer): LocavoreError {
  const wide = line === 1 && bytes[0] === 0xff && bytes[1] === 0xfe;
  return new LocavoreError(
    'input-malformed',
    `${path}, line ${line}: not valid UTF-8. ${
      wide
        ? 'The file begins like UTF-16: pass --encoding utf-16le.'
        : 'If the file is in Latin-1 (Windows-1252), pass --encoding latin1.'
    }`,
  );
}

function withoutMark(bytes: Buffer, path: string): Buffer {
  if (bytes.includes(0)) {
    throw new LocavoreError(
      'input-malformed',
      `${path}, line 1: it contains zero bytes, so it is no text in UTF-8. CSV, TSV and JSON Lines are read, also gzipped; for UTF-16 pass --encoding utf-16le.`,
    );
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
