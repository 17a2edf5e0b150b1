#!/usr/bin/env node
/** The `locavore` command. Exit codes: 0 done, 1 the input or the work failed, 2 wrong usage, 130 interrupted. */
import { readFileSync } from 'node:fs';
import { LocavoreError } from '../errors.ts';
import type { Command, Terminal } from './command.ts';
import { evaluateCommand } from './evaluate.ts';
import { didYouMean, parseFlags, usage } from './flags.ts';
import { inspectCommand } from './inspect.ts';
import { packCommand } from './pack.ts';
import { ProgressLine } from './progress-line.ts';
import { trainCommand } from './train.ts';
import { tuneCommand } from './tune.ts';

const COMMANDS: readonly Command[] = [
  trainCommand,
  packCommand,
  evaluateCommand,
  tuneCommand,
  inspectCommand,
];

const HELP = `Locavore: recommendations computed in the shopper's own page.

Usage: locavore COMMAND [ARGUMENTS] [FLAGS]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(9)} ${summary}`).join('\n')}

locavore COMMAND --help tells more; locavore --version prints the version.
In a clone of the project, npm run build:node comes first.
`;

async function run(argv: readonly string[], terminal: Terminal): Promise<void> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const topic = name === 'help' ? COMMANDS.find((command) => command.name === rest[0]) : undefined;
    terminal.out(topic?.help ?? HELP);
    if (name === undefined) throw usage('', 'no command is given.');
    return;
  }
  if (name === '--version' || name === '-v') return terminal.out(`${version()}\n`);
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) {
    const names = COMMANDS.map((one) => one.name);
    throw name.startsWith('-')
      ? usage('', `the command comes first, before ${name}.`)
      : usage(
          '',
          `unknown command ${JSON.stringify(name)}.${didYouMean(name, names)} Commands: ${names.join(', ')}.`,
        );
  }
  if (rest.includes('--help') || rest.includes('-h')) return terminal.out(command.help);
  await command.run(parseFlags(command.name, command.flags, rest), terminal);
}

function version(): string {
  const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function exitCodeOf(error: unknown): number {
  if (!(error instanceof LocavoreError)) return 1;
  if (error.code === 'aborted') return 130;
  return error.code === 'usage' || error.code === 'invalid-argument' ? 2 : 1;
}

const interrupted = new AbortController();
process.once('SIGINT', () => {
  interrupted.abort();
  // The second Ctrl-C does not wait for the work to notice.
  process.once('SIGINT', () => process.exit(130));
});
// `locavore inspect … | head` closes the pipe early, which is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const progress = new ProgressLine(process.stderr);
try {
  await run(process.argv.slice(2), {
    out: (text) => {
      progress.clear();
      process.stdout.write(text);
    },
    note: (text) => {
      progress.clear();
      process.stderr.write(`${text}\n`);
    },
    progress,
    signal: interrupted.signal,
  });
} catch (error) {
  progress.clear();
  const code = interrupted.signal.aborted ? 130 : exitCodeOf(error);
  process.stderr.write(
    code === 130
      ? 'locavore: interrupted; nothing was written.\n'
      : error instanceof LocavoreError
        ? `locavore: ${error.message}\n`
        : `locavore failed unexpectedly, please report this:\n${(error as Error)?.stack ?? error}\n`,
  );
  process.exitCode = code;
}
