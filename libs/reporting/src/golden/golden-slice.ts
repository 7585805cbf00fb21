import { type Pool } from 'pg';
import { type SealedEvent } from '#libs/contracts';
import { invalid, readSql } from '#libs/platform';
import { type FactStore } from '../facts/fact-store.js';
import { type ReportContext } from '../run/report-context.js';
import { streamMembers } from '../run/stream-members.js';
import { exportHistory } from './export-history.js';

/** The leads behind a number, at most so many, with all that they stand on, as a golden history that asks for that number. */
export async function goldenSlice(
  pool: Pool,
  store: FactStore,
  context: ReportContext,
  ask: { readonly name: string; readonly leads: number },
): Promise<string> {
  const { definition, scope, by, where, version } = context;
  if (definition.entity.hasNoLead)
    throw invalid({
      code: 'GOLDEN.NO_LEADS',
      message: `A row of ${definition.entity.name} belongs to no lead: a history of leads would not hold it. Write the history by hand`,
      path: 'definition',
    });
  const leads = new Set<string>();
  for await (const { lead } of streamMembers(store, context)) if (lead !== null && leads.add(lead).size >= ask.leads) break;
  const streams = [...[...leads].map((lead) => `lead-${lead}`), ...definition.uses.map(({ name }) => `definition-${name}`)];
  const { rows } = await pool.query<{ event: SealedEvent }>(readSql(import.meta.url, './golden-slice.sql'), [
    streams,
    [...leads],
    scope.position,
  ]);
  const { from, to } = scope.period;
  const dimensions = by.map(({ name }) => name);
  const head = {
    history: ask.name,
    describe: `${leads.size} leads behind ${definition.name}@${version} from ${from} to ${to}, as of position ${scope.position}`,
    zone: scope.zone,
    ask: [{ from, to, ...(dimensions.length > 0 && { by: dimensions }), ...(where && { where }) }],
  };
  return exportHistory(
    head,
    rows.map(({ event }) => event),
  );
}
