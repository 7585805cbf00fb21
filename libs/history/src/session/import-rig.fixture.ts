import { type Actor, type RecordedLedgerEvent } from '#libs/contracts';
import { recorded } from '#libs/event-store';
import { systemClock } from '#libs/platform';
import { testLeads } from '#libs/testing';
import { importHistory, type ImportOptions, type ImportSummary } from '../import/import-history.js';
import { loadMapping } from '../mapping/load-mapping.js';
import { migrateHistory } from './accepted-rows.js';
import { createImports, type Imports } from './imports.js';
import { type ImportDependencies } from './session.js';

export const actor: Actor = { kind: 'person', id: 'Mia', assurance: 'local' };

export type ImportRig = Awaited<ReturnType<typeof importRig>>;

/** Imports on real stores. */
export async function importRig() {
  const leads = await testLeads();
  await migrateHistory(leads.pool);
  const { log, pool, commands, organisation, privacy } = leads;
  const dependencies: ImportDependencies = { log, pool, leads: commands, organisation, keyedHash: privacy.keyedHash, clock: systemClock };
  return {
    ...leads,
    dependencies,
    imports: createImports(dependencies),
    eventsOf: async (stream: string): Promise<RecordedLedgerEvent[]> => {
      const events: RecordedLedgerEvent[] = [];
      for await (const stored of log.readStream(stream)) events.push(recorded(stored));
      return events;
    },
  };
}

/** Runs the import of a mapping's files through these imports, as the command line does through the server. */
export const importThrough = async (through: Imports, mapping: string, options: Omit<ImportOptions, 'sink'>): Promise<ImportSummary> =>
  importHistory(await loadMapping(mapping), {
    ...options,
    sink: {
      start: (request) => through.start(request, actor),
      acceptOrganisation: (id, facts) => through.acceptOrganisation(id, facts),
      accept: (id, cases, how) => through.accept(id, cases, how, actor),
      complete: (id, totals) => through.complete(id, totals, actor),
    },
  });
