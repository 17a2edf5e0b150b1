/** The built command, as a person runs it: a process of its own. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DEFAULT_TUNING } from '../../src/pack/defaults.ts';
import type { Manifest } from '../../src/pack/format.ts';
import { buildNode, ROOT } from './build-node.ts';

beforeAll(() => buildNode());

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

function locavore(
  args: readonly string[],
  options: { cwd?: string; interruptAt?: RegExp } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, 'dist/node/cli/main.js'), ...args], {
      cwd: options.cwd ?? ROOT,
    });
    let out = '';
    let err = '';
    let interrupted = false;
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
      if (interrupted || !options.interruptAt?.test(err)) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'locavore-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Two tastes: readers of even and of odd books. */
function givenShop(cwd: string, users = 40, books = 20): void {
  const rows = ['user_id,book_id,rating'];
  for (let user = 0; user < users; user++) {
    for (let book = user % 2; book < books; book += 2) {
      if ((user + book) % 5 !== 0) rows.push(`u${user},b${book},${(user * book) % 7 === 0 ? 1 : 5}`);
    }
  }
  writeFileSync(join(cwd, 'ratings.csv'), `${rows.join('\n')}\n`);
  const items = Array.from(
    { length: books },
    (_, book) => `b${book},Book ${book},Author ${book % 3},${2000 + book}`,
  );
  writeFileSync(join(cwd, 'books.csv'), `book_id,title,author,year\n${items.join('\n')}\n`);
}

const TRAIN = ['train', 'ratings.csv', '--items', 'books.csv', '--out', 'models/shop', '--dimensions', '8'];

const files = (path: string) =>
  Object.fromEntries(
    readdirSync(path).map((name) => [name, readFileSync(join(path, name)).toString('base64')]),
  );

describe('the command', () => {
  it('prints help for itself and for each command, and its version', async () => {
    const help = await locavore(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    const names = [...help.out.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name);
    expect(names).toEqual(['train', 'pack', 'evaluate', 'tune', 'inspect']);
    for (const name of names) {
      const { code, out } = await locavore([name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: locavore ${name} `);
      expect((await locavore(['help', name])).out).toBe(out);
    }
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await locavore(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it.each([
    [[], 'no command is given. See: locavore --help'],
    [['trian'], 'unknown command "trian". Did you mean train?'],
    [
      ['train', 'x.csv', '--itmes', 'y'],
      'unknown flag --itmes. Did you mean --items? See: locavore train --help',
    ],
    [['train', 'x.csv'], '--out is missing: the folder for the pack. See: locavore train --help'],
    [['train', '--out', 'x'], 'no file of interactions is given. See: locavore train --help'],
    [['train', 'x.csv', '--out', 'x', '--nu', '2'], '--nu must be a number from 0 to 1, got "2".'],
    [['evaluate', '--train', 'x.csv'], '--heldout is missing. See: locavore evaluate --help'],
    [['inspect'], 'one folder is wanted, got 0. See: locavore inspect --help'],
    [['pack', 'v.csv', '--out', 'x', '--fold-in', 'als'], '--fold-in als needs --lambda'],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, err } = await locavore(args);
    expect(code).toBe(2);
    expect(err).toContain(`locavore: ${message}`);
  });
});

describe('train', () => {
  it('makes a pack that inspect verifies, with everything on its card', async () => {
    const cwd = folder();
    givenShop(cwd);
    const { code, out, err } = await locavore(
      [...TRAIN, '--licence', 'CC0-1.0', '--attribution', "it's mine"],
      { cwd },
    );
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^models\/shop: 20 items, 8 dimensions, [\d,]+ bytes, [\d,]+ gzipped\n$/);
    expect(err).toContain('interactions: 320 rows as ratings (user = user_id, item = book_id, rating)');
    expect(err).not.toContain('\r');

    const inspected = await locavore(['inspect', 'models/shop', '--json'], { cwd });
    expect(inspected.code).toBe(0);
    const report = JSON.parse(inspected.out);
    expect(report).toMatchObject({ name: 'shop', items: 20, dimension: 8, strays: [] });
    expect(report.fields.map(({ name }: { name: string }) => name)).toEqual(['title', 'author', 'year']);
    expect(report.card).toMatchObject({
      title: 'shop',
      licence: 'CC0-1.0',
      attribution: "it's mine",
      command: `npx locavore ${TRAIN.join(' ')} --licence CC0-1.0 --attribution 'it'\\''s mine'`,
      seed: 1,
      training: { users: 40, items: 20, dimension: 8 },
    });
    const sizes = readdirSync(join(cwd, 'models/shop')).map(
      (name) => statSync(join(cwd, 'models/shop', name)).size,
    );
    expect(report.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));

    const text = await locavore(['inspect', 'models/shop'], { cwd });
    expect(text.out).toContain('Licence:     CC0-1.0');
    expect(text.out).toContain('Verified: every length, every hash, and the content against the manifest.');
  });

  it('gives the same bytes for the same data, flags and seed, on any number of threads and from gzip', async () => {
    const cwd = folder();
    givenShop(cwd);
    writeFileSync(join(cwd, 'copy.csv.gz'), gzipSync(readFileSync(join(cwd, 'ratings.csv'))));
    expect((await locavore([...TRAIN, '--threads', '1'], { cwd })).code).toBe(0);
    const first = files(join(cwd, 'models/shop'));
    const command = (texts: Record<string, string>) =>
      JSON.parse(Buffer.from(texts['manifest.json'], 'base64').toString()) as Manifest;
    expect((await locavore([...TRAIN, '--threads', '1'], { cwd })).code).toBe(0);
    expect(files(join(cwd, 'models/shop'))).toEqual(first);

    const others = TRAIN.map((arg) => (arg === 'ratings.csv' ? 'copy.csv.gz' : arg));
    expect((await locavore([...others, '--threads', '3'], { cwd })).code).toBe(0);
    expect(command(files(join(cwd, 'models/shop'))).shards).toEqual(command(first).shards);
    expect((await locavore([...TRAIN, '--seed', '2'], { cwd })).code).toBe(0);
    expect(command(files(join(cwd, 'models/shop'))).shards).not.toEqual(command(first).shards);
  });

  it('takes its card, fields and flags from a configuration, and flags before it', async () => {
    const cwd = folder();
    givenShop(cwd);
    const config = {
      name: 'mine',
      card: { title: 'My books' },
      catalogue: { fields: [{ name: 'name', column: 'title', type: 'string', role: 'title' }] },
      tuning: { blend: { popularity: 0 } },
      flags: { dimensions: 4, iterations: 2 },
    };
    writeFileSync(join(cwd, 'config.json'), JSON.stringify(config));
    const args = [
      'train',
      'ratings.csv',
      '--items',
      'books.csv',
      '--config',
      'config.json',
      '--out',
      'p',
      '--iterations',
      '3',
    ];
    const { code, out } = await locavore([...args, '--json'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      name: 'mine',
      dimension: 4,
      card: { title: 'My books', training: { iterations: 3 } },
    });
    const { tuning, fields } = JSON.parse((await locavore(['inspect', 'p', '--json'], { cwd })).out);
    expect(fields).toEqual([{ name: 'name', type: 'string', role: 'title' }]);
    expect(tuning).toEqual({ ...DEFAULT_TUNING, blend: { ...DEFAULT_TUNING.blend, popularity: 0 } });
  });

  it('works without a catalogue and without neighbours', async () => {
    const cwd = folder();
    givenShop(cwd);
    const { code } = await locavore(
      ['train', 'ratings.csv', '--out', 'p', '--no-neighbours', '--dimensions', '4'],
      { cwd },
    );
    expect(code).toBe(0);
    const report = JSON.parse((await locavore(['inspect', 'p', '--json'], { cwd })).out);
    expect(report).toMatchObject({ items: 20, neighbours: 0, fields: [] });
  });

  it('names file, line and column of a fault, exits with 1, and leaves the old pack alone', async () => {
    const cwd = folder();
    givenShop(cwd);
    expect((await locavore(TRAIN, { cwd })).code).toBe(0);
    const before = files(join(cwd, 'models/shop'));
    writeFileSync(join(cwd, 'ratings.csv'), 'user_id,book_id,rating\nu1,b1,5\nu1,b2,five\n');
    const { code, err } = await locavore(TRAIN, { cwd });
    expect(code).toBe(1);
    expect(err).toContain(
      'locavore: ratings.csv, line 3, column rating: "five" is not a number. Correct the line, or leave it out.\n',
    );
    expect(files(join(cwd, 'models/shop'))).toEqual(before);
    expect(readdirSync(join(cwd, 'models'))).toEqual(['shop']);
  });

  it('never takes the place of a folder that is no pack', async () => {
    const cwd = folder();
    givenShop(cwd);
    const args = TRAIN.map((arg) => (arg === 'models/shop' ? '.' : arg));
    const { code, err } = await locavore(args, { cwd });
    expect(code).toBe(1);
    expect(err).toContain(
      '. is not empty and holds no pack. Choose a new folder for --out, or empty this one.',
    );
    expect(readdirSync(cwd).sort()).toEqual(['books.csv', 'ratings.csv']);
  });

  it('stops at Ctrl-C with exit code 130 and writes nothing', async () => {
    const cwd = folder();
    givenShop(cwd, 3000, 400);
    const args = [...TRAIN.slice(0, -1), '128', '--iterations', '1000'];
    const { code, err } = await locavore(args, { cwd, interruptAt: /^als /m });
    expect({ code, last: err.trimEnd().split('\n').pop() }).toEqual({
      code: 130,
      last: 'locavore: interrupted; nothing was written.',
    });
    expect(existsSync(join(cwd, 'models'))).toBe(false);
  });
});

describe('evaluate', () => {
  it('scores every generator as JSON that train puts on a card, and as a table', async () => {
    const cwd = folder();
    givenShop(cwd, 60);
    const rows = readFileSync(join(cwd, 'ratings.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const write = (name: string, keep: (row: string, at: number) => boolean) =>
      writeFileSync(join(cwd, name), `user_id,book_id,rating\n${rows.filter(keep).join('\n')}\n`);
    const isHeld = (row: string) => Number(/^u(\d+)/.exec(row)?.[1]) >= 50;
    write('train.csv', (row) => !isHeld(row));
    write('history.csv', (row, at) => isHeld(row) && at % 3 !== 0);
    write('heldout.csv', (row, at) => isHeld(row) && at % 3 === 0);
    const args = [
      'evaluate',
      '--train',
      'train.csv',
      '--history',
      'history.csv',
      '--heldout',
      'heldout.csv',
      '--dimensions',
      '8',
    ];
    const { code, out } = await locavore([...args, '--json'], { cwd });
    expect(code).toBe(0);
    const figures = JSON.parse(out);
    for (const model of ['als', 'neighbours', 'popular', 'pipeline']) {
      expect(figures[model]['recall@20']).toBeGreaterThan(0);
      expect(figures[model]['ndcg@20']).toBeLessThanOrEqual(1);
    }
    expect(figures.protocol).toMatch(/^\d+ users that the training data does not have .* all 20 items/);

    writeFileSync(join(cwd, 'evaluation.json'), out);
    expect((await locavore([...TRAIN, '--evaluation', 'evaluation.json'], { cwd })).code).toBe(0);
    const { card } = JSON.parse((await locavore(['inspect', 'models/shop', '--json'], { cwd })).out);
    const { protocol, ...metrics } = figures;
    expect(card.evaluation).toEqual({ protocol, metrics });

    const table = await locavore(args, { cwd });
    expect(table.out).toMatch(/^ +users +recall@20 +ndcg@20\n/);
    expect(table.out).toMatch(/^als +\d+ +[01]\.\d{4} +[01]\.\d{4}$/m);
  });
});

describe('tune', () => {
  it('chooses flags and tuning that train takes as its configuration', async () => {
    const cwd = folder();
    givenShop(cwd, 60);
    const args = [
      'tune',
      'ratings.csv',
      '--dimensions',
      '4',
      '--iterations',
      '2',
      '--folds',
      '1',
      '--threads',
      '1',
    ];
    const { code, out, err } = await locavore([...args, '--json'], { cwd });
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    const { flags, tuning, trials } = JSON.parse(out);
    expect(flags).toMatchObject({
      dimensions: 4,
      iterations: 2,
      alpha0: expect.any(Number),
      neighbours: expect.any(Number),
    });
    expect(err.match(/^(als|neighbours|pipeline): .*recall@20/gm)).toHaveLength(trials.length);
    writeFileSync(join(cwd, 'tuned.json'), JSON.stringify({ flags, tuning }));
    const trained = await locavore(
      ['train', 'ratings.csv', '--config', 'tuned.json', '--out', 'p', '--json'],
      { cwd },
    );
    expect(trained.code).toBe(0);
    expect(JSON.parse(trained.out).card.training).toMatchObject({
      alpha0: flags.alpha0,
      neighboursPerItem: flags.neighbours,
    });
  });
});

describe('pack', () => {
  it('makes a pack of vectors from elsewhere', async () => {
    const cwd = folder();
    givenShop(cwd);
    writeFileSync(
      join(cwd, 'factors.json'),
      [0, 1, 2, 99].map((id) => `{"id":"b${id}","features":[${id},1,-0.5]}\n`).join(''),
    );
    const args = ['pack', 'factors.json', '--items', 'books.csv', '--out', 'p'];
    const mean = await locavore([...args, '--interactions', 'ratings.csv'], { cwd });
    expect(mean.code).toBe(0);
    expect(mean.err).toContain('vectors: 17 items of the catalogue have none');
    expect(mean.err).toContain('vectors: 1 are of items that the catalogue lacks, left out');
    expect(JSON.parse((await locavore(['inspect', 'p', '--json'], { cwd })).out)).toMatchObject({
      items: 20,
      dimension: 3,
      foldIn: { method: 'mean' },
    });
    expect((await locavore([...args, '--fold-in', 'als', '--lambda', '0.1'], { cwd })).code).toBe(0);
    const als = JSON.parse((await locavore(['inspect', 'p', '--json'], { cwd })).out);
    expect(als.foldIn).toEqual({ method: 'als', alpha0: 1, lambda: 0.1, nu: 0 });
    expect(als.sections.map(({ section }: { section: string }) => section)).toContain('gram');
  });
});

describe('inspect', () => {
  const faults: [string, (path: string, shard: string) => void, RegExp][] = [
    [
      'a changed shard',
      (path, shard) => {
        const bytes = readFileSync(join(path, shard));
        bytes[0] ^= 1;
        writeFileSync(join(path, shard), bytes);
      },
      /vectors/,
    ],
    ['a shard cut short', (path, shard) => writeFileSync(join(path, shard), 'x'), /vectors/],
    [
      'a missing shard',
      (path, shard) => rmSync(join(path, shard)),
      /vectors\S* is missing: the manifest names it/,
    ],
    [
      'a page instead of the manifest',
      (path) => writeFileSync(join(path, 'manifest.json'), '<!doctype html>'),
      /manifest\.json/,
    ],
    [
      'a card that was edited',
      (path) => {
        const text = readFileSync(join(path, 'manifest.json'), 'utf8');
        writeFileSync(join(path, 'manifest.json'), text.replace('"title": "shop"', '"title": "better"'));
      },
      /manifest\.json was changed after it was written/,
    ],
    ['no manifest', (path) => rmSync(join(path, 'manifest.json')), /manifest\.json: there is no such file/],
  ];

  it.each(faults)('finds %s', async (_, spoil, message) => {
    const cwd = folder();
    givenShop(cwd, 10, 10);
    expect((await locavore([...TRAIN, '--iterations', '1'], { cwd })).code).toBe(0);
    const path = join(cwd, 'models/shop');
    spoil(path, readdirSync(path).find((name) => name.startsWith('vectors')) as string);
    const { code, err } = await locavore(['inspect', 'models/shop'], { cwd });
    expect(code).toBe(1);
    expect(err).toMatch(/^locavore: /);
    expect(err).toMatch(message);
  });

  it('finds models/books whole, complete and within its budget', async () => {
    const { code, out } = await locavore(['inspect', 'models/books', '--json']);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ name: 'books', items: 10_000, dimension: 128, strays: [] });
    expect(report.gzipBytes).toBeLessThanOrEqual(3_000_000);
    expect(report.neighbours).toBeGreaterThan(100_000);
    expect(report.card).toMatchObject({
      licence: 'CC-BY-SA-4.0',
      attribution: expect.stringContaining('Zygmunt Zając'),
    });
    expect(report.card.evaluation.metrics.als['recall@20']).toBeGreaterThanOrEqual(0.243);
    expect(report.card.evaluation.metrics.neighbours['recall@20']).toBeGreaterThanOrEqual(0.275);
  });
});
