import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type OccurredAt } from '#libs/contracts';
import { checkMapping } from '../mapping/load-mapping.js';
import { type Reject } from '../run/row-fault.js';
import { runMapping } from '../run/run-mapping.js';

/** What a mapping and its files give, in the words in which the reference shows it. */
export interface Outcome {
  /** `line:column CODE`. */
  readonly problems: string[];
  /** `lead time action {fields}`, time `~` where it is unknown. */
  readonly facts: string[];
  /** `time action {fields}`. */
  readonly organisation: string[];
  /** `file row column CODE`. */
  readonly rejects: string[];
}

const shown = (at: OccurredAt): string =>
  at.precision === 'unknown' ? '~' : at.precision === 'day' ? `${at.value}[${at.zone}]` : at.value;
const said = (action: { readonly do: string }): string => {
  const { do: name, ...fields } = action;
  return `${name} ${JSON.stringify(fields)}`;
};

/** Writes files into a folder of their own (`.gz` compressed) and runs the mapping over them. */
export async function outcomeOf(mapping: string, files: Readonly<Record<string, string | Buffer>>): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'leadledger-example-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(content) : content);
  }
  const outcome: Outcome = { problems: [], facts: [], organisation: [], rejects: [] };
  const checked = await checkMapping(mapping, folder);
  outcome.problems.push(
    ...checked.problems.map(
      ({ line, column, code, nearest }) => `${line}:${column} ${code}${nearest === undefined ? '' : ` → ${nearest}`}`,
    ),
  );
  if (!checked.mapping) return outcome;
  const onReject = ({ file, row, column, code }: Reject): void => void outcome.rejects.push([file, row, column || '-', code].join(' '));
  const run = await runMapping(checked.mapping, { onReject });
  for await (const { leadKey, facts } of run.cases)
    for (const { occurredAt, knownAt, actor, action } of facts)
      outcome.facts.push(
        `${leadKey.id} ${shown(occurredAt)} ${said(action)}${knownAt === null ? '' : ` known ${knownAt}`}${actor ? ` by ${actor.kind} ${actor.id}` : ''}`,
      );
  outcome.organisation.push(...run.organisation.map(({ occurredAt, action }) => `${shown(occurredAt)} ${said(action)}`));
  await run.close();
  return outcome;
}
