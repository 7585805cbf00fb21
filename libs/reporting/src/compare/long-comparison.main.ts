import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SealedEvent } from '#libs/contracts';
import { parseDefinition } from '../definitions/parse-definition.js';
import { FactStore } from '../facts/fact-store.js';
import { type LogSource } from '../facts/log-source.port.js';
import { type PublishedDefinition, reportContext } from '../run/report-context.js';
import { compareReports } from './diff-reports.js';

// A process of its own, so that a test can say how much memory it has: compares two definitions of which every inquiry counts under one, and prints how
// many entries it read. `node long-comparison.main.js INQUIRIES`
const inquiries = Number(process.argv[2]);
const PAGE = 2_000;
/** So that an entry takes some 4 KB. */
const LONG = 'long'.repeat(500);
const at = '2026-03-02T10:00:00.000Z';

function captured(position: number): SealedEvent {
  const [lead, id] = [`${LONG} ${position}`, `inquiry ${LONG} ${position}`];
  const [actor, person] = [{ kind: 'app' as const, id: 'site', assurance: 'test' }, `person ${position}`];
  const metadata = {
    ...{ actor, commandId: '', commandHash: '', correlationId: '', causationId: '', knownAt: at, schemaVersion: 1 },
    occurredAt: { precision: 'instant' as const, value: at },
  };
  const inquiry = {
    ...{ inquiryId: id, source: 'site', channel: position % 2 === 0 ? 'web' : 'mail', medium: null, campaign: null },
    ...{ externalSource: null, externalId: null, attributes: {}, contactPoints: [], payloadHash: null, sealed: null },
  };
  const data = { leadId: lead, personId: person, holder: { kind: 'pool', id: 'intake' }, team: null, inquiry };
  return { id: `event ${position}`, type: 'lead.captured', stream: `lead-${lead}`, revision: 0, data, metadata };
}

const log: LogSource = {
  head: () => Promise.resolve({ position: inquiries, digest: '' }),
  digestsAt: () => Promise.resolve(new Map()),
  async *read(after, upTo) {
    for (let from = after; from < upTo; from += PAGE)
      yield await Promise.resolve(
        Array.from({ length: Math.min(PAGE, upTo - from) }, (_, nth) => ({
          position: from + nth + 1,
          event: captured(from + nth + 1),
          digest: '',
        })),
      );
  },
};

function byChannel(channel: string): PublishedDefinition {
  const document = `definition: by_channel\ntitle: T\nentity: inquiry\nterms: { asked: 'channel == "${channel}"' }\nmeasure: count\n`;
  return { definition: parseDefinition(document).definition!, version: 1, documentHash: '' };
}

const folder = mkdtempSync(join(tmpdir(), 'leadledger-long-'));
try {
  const store = await FactStore.open({ folder, threads: 1, memoryLimit: '512MB', source: log });
  const facts = { head: await store.refresh(), store, organisationZone: 'UTC', clock: { now: () => new Date(at) } };
  const context = (channel: string) =>
    reportContext(byChannel(channel), { definition: 'by_channel', from: '2026-03-01', to: '2026-03-31' }, facts);
  const counts = { leave: 0, enter: 0, change: 0 };
  await compareReports(store, log, [await context('web'), await context('mail')], async ({ entries }) => {
    for await (const { list } of entries) counts[list]++;
  });
  store.close();
  process.stdout.write(JSON.stringify(counts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
