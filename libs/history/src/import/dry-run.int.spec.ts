import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor } from '#libs/contracts';
import { systemClock } from '#libs/platform';
import { hasSharedData, testLeads } from '#libs/testing';
import { loadMapping } from '../mapping/load-mapping.js';
import { howTo } from '../real-data/map-all.fixture.js';
import { writeSampleHistory } from '../sample-history/write-sample-history.js';
import { migrateHistory } from '../session/accepted-rows.js';
import { createImports } from '../session/imports.js';
import { importHistory } from './import-history.js';

const actor: Actor = { kind: 'person', id: 'Mia', assurance: 'local' };

/** A dry run, then the import into an empty log. */
async function dryAndReal(path: string) {
  const rig = await testLeads();
  try {
    await migrateHistory(rig.pool);
    const { log, pool, commands: leads, organisation } = rig;
    const imports = createImports({ log, pool, leads, organisation, keyedHash: rig.privacy.keyedHash, clock: systemClock });
    const mapping = await loadMapping(path);
    const rejectsPath = join(mkdtempSync(join(tmpdir(), 'leadledger-dry-')), 'rejects.csv');
    const dry = await importHistory(mapping, { rejectsPath, sink: null });
    const real = await importHistory(mapping, {
      rejectsPath,
      sink: {
        start: (request) => imports.start(request, actor),
        acceptOrganisation: (id, facts) => imports.acceptOrganisation(id, facts),
        accept: (id, cases, how) => imports.accept(id, cases, how, actor),
        complete: (id, totals) => imports.complete(id, totals, actor),
      },
    });
    const counted = ({ rows, accepted, known, rejected, leads: ofLeads, events }: typeof dry) => ({
      rows,
      accepted,
      known,
      rejected,
      leads: ofLeads,
      events,
    });
    return { dry: counted(dry), real: counted(real) };
  } finally {
    await rig.close();
  }
}

describe('a dry run', () => {
  it('R6.1 of the sample history says what a first import reports: rows, leads and events, those about who works here too', async () => {
    const { mapping } = await writeSampleHistory(mkdtempSync(join(tmpdir(), 'leadledger-sample-')));
    const { dry, real } = await dryAndReal(mapping);
    expect(real.events).toBeGreaterThan(1_000);
    expect(dry).toEqual(real);
  });

  const present = hasSharedData('maven_crm');
  if (!present) console.warn('skipped: ../shared/data/maven_crm is not there');
  (present ? it : it.skip)('R6.1 of a real sales pipeline does, too', async () => {
    const { dry, real } = await dryAndReal(howTo('maven-crm.mapping.yaml'));
    expect(real.leads).toBeGreaterThan(5_000);
    expect(dry).toEqual(real);
  });
});
