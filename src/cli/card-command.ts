/** The command as it goes on the card: what a person would type. */
export function cardCommand(name: string, argv: readonly string[]): string {
  return ['npx locavore', name, ...argv.map(quoted)].join(' ');
}

function quoted(argument: string): string {
  return /^[\w./:@%+=,-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
