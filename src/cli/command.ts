/** What a command is, and what it may do to the outside. */
import type { FlagSpecs, ParsedArguments } from './flags.ts';
import type { ProgressLine } from './progress-line.ts';

export interface Terminal {
  /** A result, to stdout. */
  out(text: string): void;
  /** A remark, to stderr. */
  note(text: string): void;
  progress: ProgressLine;
  /** Fires on Ctrl-C. */
  signal: AbortSignal;
}

export interface Command<T extends FlagSpecs = FlagSpecs> {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  help: string;
  flags: T;
  run(args: ParsedArguments<T>, terminal: Terminal): Promise<void>;
}

/** Keeps the types of the flags through the declaration. */
export function command<T extends FlagSpecs>(definition: Command<T>): Command {
  return definition as unknown as Command;
}
