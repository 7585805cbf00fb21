import { type Argument, type Command, type Option } from 'commander';

const INTRODUCTION = `# Command line

This page is made from the commands themselves; a test fails where it is out of date (\`npm run docs:generate\` writes it anew).

In a checkout: \`npm run -s leadledger -- …\`; once installed: \`leadledger …\`.

- \`--json\` prints one JSON document, or NDJSON where a list can be long, on standard output and nothing else. Messages and progress bars go to standard error, bars only on
  a terminal.
- Exit code 0: done. 1: refused or failed, with a problem on standard error (with \`--json\` an RFC 9457 object). 2: wrong usage.
- \`--url\` or \`LEADLEDGER_URL\`, with \`LEADLEDGER_TOKEN\`, names a running server. Without them the server of the data folder is used, and where none runs, the commands that ask or
  import start one for their own time.
- Instants are ISO 8601 with an offset. A period given as dates means whole days in the definition's time zone, both included; given as instants it is half-open.
- A lead is named by its id or by \`source:external-id\`. \`phone:…\`, \`email:…\` and \`person:…\` name all leads of a person.
- \`--at T\` alone means: at T, as known now. \`--known-at\` and \`--position\` leave out what was learned later.
`;

/** The whole command line as Markdown, from the same objects that print \`--help\`. */
export function cliReference(program: Command): string {
  const sections = leaves(program).map((command) => section(program, command));
  return `${INTRODUCTION}\n## Options of every command\n\n${options(program)}\n${sections.join('\n')}`;
}

function leaves(command: Command): Command[] {
  const below = command.commands.flatMap(leaves);
  const acts = command.commands.length === 0 || command.registeredArguments.length > 0;
  return command.parent && acts ? [command, ...below] : below;
}

function section(program: Command, command: Command): string {
  const words: string[] = [];
  for (let at: Command | null = command; at && at !== program; at = at.parent) words.unshift(at.name());
  const usage = [...words, ...command.registeredArguments.map(argument), ...(command.options.length > 0 ? ['[options]'] : [])].join(' ');
  const parts = [`## ${words.join(' ')}`, `\`leadledger ${usage}\``, command.description()];
  if (command.registeredArguments.length > 0)
    parts.push(command.registeredArguments.map((each) => `- \`${argument(each)}\` ${each.description}`).join('\n'));
  if (command.options.length > 0) parts.push(options(command).trimEnd());
  return `${parts.join('\n\n')}\n`;
}

const argument = (each: Argument): string => {
  const name = `${each.name()}${each.variadic ? '...' : ''}`;
  return each.required ? `<${name}>` : `[${name}]`;
};

const options = (command: Command): string => `| option | means |\n|---|---|\n${command.options.map(row).join('')}`;

const row = (option: Option): string =>
  `| \`${option.flags.replaceAll('|', '\\|')}\`${option.mandatory ? ' (needed)' : ''} | ${option.description.replaceAll('|', '\\|')} |\n`;
