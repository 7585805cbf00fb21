import { type Actor } from '#libs/contracts';
import { type CaseAnswer } from '#libs/leads';
import { type CaseRow, type ImportCase } from '../run/import-case.js';
import { type Reject } from '../run/row-fault.js';
import { type HashedRow } from './accepted-rows.js';
import { touchStanding } from './touch-standing.js';
import { type BatchAnswer, type ImportEnforcement, type SessionContext } from './session.js';

/** One append stays far below the megabyte that stores take: a row is two hashes of 32 characters. */
const rowsPerEvent = 5_000;

type HashedCaseRow = { readonly row: CaseRow; readonly hashed: HashedRow };

/** Brings the rows of a batch that are new into the log, then notes them as accepted. */
export async function acceptCases(
  context: SessionContext,
  importId: string,
  cases: readonly ImportCase[],
  enforcement: ImportEnforcement,
  actor: Actor,
): Promise<BatchAnswer> {
  const { importLog, rows, leads, keyedHash } = context;
  await importLog.mustStand(importId);
  const fresh = await rows.isFresh(importId);
  const hashed = new Map<string, HashedCaseRow>();
  for (const { rows: ofCase } of cases)
    for (const row of ofCase)
      hashed.set(row.key, { row, hashed: [shortHash(keyedHash('import-row-key', row.key)), shortHash(keyedHash('import-row', row.hash))] });
  const known = fresh
    ? new Map<string, string>()
    : await rows.known(
        importId,
        [...hashed.values()].map(({ hashed: [key] }) => key),
      );
  const rejects: Reject[] = [];
  let unchanged = 0;
  const news = new Map<string, HashedCaseRow>();
  for (const [key, one] of hashed) {
    const before = known.get(one.hashed[0]);
    if (before === undefined) news.set(key, one);
    else if (before === one.hashed[1]) unchanged++;
    else
      rejects.push(
        rejectOf(
          one.row,
          'ROW_CHANGED',
          'The row was imported with other content (the file changed, or how the mapping reads it); undo the import to take it as it is now',
        ),
      );
  }

  const fed = cases
    .map((one) => ({ importId, leadKey: one.leadKey, facts: one.facts.filter(({ rowKey }) => news.has(rowKey)) }))
    .filter(({ facts }) => facts.length > 0);
  const answers =
    fed.length === 0
      ? []
      : await leads.recordHistory(fed, {
          fresh,
          enforcement: enforcement === 'block' ? 'block' : 'record-only',
          touching: (streams) => touchStanding(context, importId, streams),
        });

  const refused = new Set<string>();
  answers.forEach((answer, index) => {
    const wrong = new Set(answer.rejected.map(({ rowKey }) => rowKey));
    for (const { rowKey, code, message } of answer.rejected) rejects.push(rejectOf(hashed.get(rowKey)!.row, code, message));
    for (const rowKey of wrong) refused.add(rowKey);
    if (enforcement !== 'block' || wrong.size === 0) return;
    for (const rowKey of new Set(fed[index]!.facts.map((fact) => fact.rowKey))) {
      if (wrong.has(rowKey)) continue;
      refused.add(rowKey);
      rejects.push(
        rejectOf(
          hashed.get(rowKey)!.row,
          'CASE_REFUSED',
          'Another row of the lead breaks a rule; under `block` the lead comes in whole or not at all',
        ),
      );
    }
  });
  const accepted = [...news.values()].filter(({ row }) => !refused.has(row.key)).map(({ hashed: pair }) => pair);
  for (let from = 0; from < accepted.length; from += rowsPerEvent) {
    const part = accepted.slice(from, from + rowsPerEvent);
    const { revision } = await importLog.add(
      importId,
      { type: 'import.rows-accepted', data: { rows: part.map(([key, hash]) => [key, hash]) } },
      actor,
    );
    await rows.note(importId, revision, part);
  }
  return {
    accepted: accepted.length,
    known: unchanged,
    events: answers.reduce((sum, { appended }) => sum + appended, 0),
    leads: answers.filter(({ appended }) => appended > 0).length,
    findings: countFindings(answers),
    rejects,
  };
}

/** 128 bits: enough to tell any number of rows apart. */
const shortHash = (hash: string): string => hash.slice(0, 32);

const rejectOf = ({ file, row, line }: CaseRow, code: string, message: string): Reject => ({ file, row, line, column: '', code, message });

function countFindings(answers: readonly CaseAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { findings } of answers) for (const { code } of findings) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
