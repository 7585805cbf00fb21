import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, type RecordedLedgerEvent } from '#libs/contracts';
import { recorded } from '#libs/event-store';
import { evolveLead, holderAt, initialLead, type LeadEvent } from '#libs/leads';
import { systemClock } from '#libs/platform';
import { describeWithData, sharedData, testLeads, type TestLeads } from '#libs/testing';
import { importHistory, type ImportSummary } from '../import/import-history.js';
import { loadMapping } from '../mapping/load-mapping.js';
import { migrateHistory } from '../session/accepted-rows.js';
import { createImports, type Imports } from '../session/imports.js';
import { howTo } from './map-all.fixture.js';

const actor: Actor = { kind: 'person', id: 'Mia', assurance: 'local' };
const instant = '2016-04-13T12:00:00.000Z';

interface Found {
  readonly holder: [string | null, string | null];
  readonly live: boolean;
  readonly personHandOvers: number;
  readonly groupHandOvers: number;
  readonly counted: unknown;
}

/** What the events of one lead say: the fold of the product for who had it, and hand-overs counted from the events themselves. */
function tell(events: readonly RecordedLedgerEvent[]): Found {
  const then = events
    .filter(({ metadata }) => metadata.occurredAt.value! <= instant)
    .reduce((state, event) => evolveLead(state, event as LeadEvent), initialLead);
  const entry = holderAt(then, Date.parse(instant));
  const found = { personHandOvers: 0, groupHandOvers: 0, counted: undefined as unknown };
  let owner: string | null = null;
  let team: string | null = null;
  for (const event of events) {
    if (event.type === 'lead.attributes-changed') found.counted = event.data.attributes['sourceReassignments'] ?? found.counted;
    const to =
      event.type === 'lead.captured'
        ? event.data.holder
        : event.type === 'lead.assigned' || event.type === 'lead.transferred'
          ? event.data.to
          : null;
    if (to === null || !('team' in event.data)) continue;
    const person = to.kind === 'person' ? to.id : null;
    if (owner !== null && person !== null && person !== owner) found.personHandOvers++;
    if (team !== null && event.data.team !== null && event.data.team !== team) found.groupHandOvers++;
    owner = person;
    team = event.data.team as string | null;
  }
  return { ...found, holder: [entry?.to.kind === 'person' ? entry.to.id : null, entry?.team ?? null], live: then.status === 'open' };
}

describeWithData('uci_incident')('the audit log of a service desk, through the log', () => {
  const reference = JSON.parse(readFileSync(sharedData('uci_incident/reference.json'), 'utf8')) as Record<string, number> & {
    owner_at: { live_cases: number; sample: Record<string, [string | null, string | null]> };
  };
  const found = new Map<string, Found>();
  let rig: TestLeads;
  let imports: Imports;
  let first: ImportSummary;

  const run = async (): Promise<ImportSummary> =>
    importHistory(await loadMapping(howTo('uci-incident.mapping.yaml')), {
      rejectsPath: join(tmpdir(), 'uci-incident.rejects.csv'),
      sink: {
        start: (request) => imports.start(request, actor),
        acceptOrganisation: (id, facts) => imports.acceptOrganisation(id, facts),
        accept: (id, cases, how) => imports.accept(id, cases, how, actor),
        complete: (id, totals) => imports.complete(id, totals, actor),
      },
    });

  beforeAll(async () => {
    rig = await testLeads();
    await migrateHistory(rig.pool);
    imports = createImports({
      log: rig.log,
      pool: rig.pool,
      leads: rig.commands,
      organisation: rig.organisation,
      keyedHash: rig.privacy.keyedHash,
      clock: systemClock,
    });
    first = await run();
    console.info(`imported ${first.events} events in ${first.seconds} s: ${Math.round(first.events / first.seconds)} events/s`);
    let events: RecordedLedgerEvent[] = [];
    const finish = (): void => {
      const captured = events[0];
      if (captured?.type === 'lead.captured') found.set(captured.data.inquiry.externalId!, tell(events));
      events = [];
    };
    // A case is one append, so the events of a lead lie side by side in the log.
    for await (const stored of rig.log.readAll()) {
      if (events[0] && events[0].stream !== stored.stream) finish();
      if (stored.stream.startsWith('lead-')) events.push(recorded(stored));
    }
    finish();
  }, 1_800_000);
  afterAll(() => rig.close());

  it('brings in 24,918 leads, and nothing twice', async () => {
    expect(first).toMatchObject({ rows: 141_712, accepted: 141_712, rejected: 0, leads: 24_918 });
    expect(found.size).toBe(reference['incidents']);
    expect(await run()).toMatchObject({ accepted: 0, known: 141_712, events: 0, rejected: 0 });
  }, 1_800_000);

  it('R0.7 owner, group and number of live leads at the reference instant', () => {
    expect(Object.fromEntries(Object.keys(reference.owner_at.sample).map((id) => [id, found.get(id)!.holder]))).toEqual(
      reference.owner_at.sample,
    );
    expect([...found.values()].filter(({ live }) => live)).toHaveLength(reference.owner_at.live_cases);
  });

  it("hand-overs, and the share that equals the source's own counter", () => {
    const all = [...found.values()];
    expect(all.reduce((sum, one) => sum + one.personHandOvers, 0)).toBe(reference['computed_person_changes_total']);
    expect(all.reduce((sum, one) => sum + one.groupHandOvers, 0)).toBe(reference['computed_group_changes_total']);
    expect(all.filter((one) => one.personHandOvers === one.counted)).toHaveLength(
      reference['incidents_where_person_changes==final_reassignment_count']!,
    );
    expect(all.filter((one) => one.groupHandOvers === one.counted)).toHaveLength(
      reference['incidents_where_group_changes==final_reassignment_count']!,
    );
  });

  it('R6.1 is undone by one call', async () => {
    expect(await imports.undo('uci-incident-1', actor)).toMatchObject({ leads: 24_918, organisation: 312 });
  }, 1_800_000);
});
