/** A plain static host for a test: files by URL path, with the headers that the test wants. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

export interface StaticServer {
  origin: string;
  /** Paths requested so far, oldest first. */
  requests: string[];
  close(): Promise<void>;
}

export interface StaticServerOptions {
  /** URL prefix → folder on disk. */
  folders: Record<string, string>;
  /** URL path → HTML text. */
  pages?: Record<string, string>;
  headers?: Record<string, string>;
}

export async function startStaticServer({
  folders,
  pages = {},
  headers = {},
}: StaticServerOptions): Promise<StaticServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    requests.push(path);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (path in pages) {
      response.setHeader('Content-Type', TYPES['.html']);
      response.end(pages[path]);
      return;
    }
    const prefix = Object.keys(folders).find((candidate) => path.startsWith(candidate));
    const root = prefix === undefined ? undefined : resolve(folders[prefix]);
    const file = root === undefined ? undefined : normalize(join(root, path.slice(prefix!.length)));
    if (!root || !file?.startsWith(root + sep) || !existsSync(file) || !statSync(file).isFile()) {
      response.statusCode = 404;
      response.end('not found');
      return;
    }
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
