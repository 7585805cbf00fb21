import fc from 'fast-check';
import { type Actor, type RecordedLedgerEvent } from '#libs/contracts';
import { createOrganisationCommands, type HistoricalOrganisationFact } from '#libs/dispatch';
import { type EventLog, recorded } from '#libs/event-store';
import { evolveLead, importedLeadId, initialLead, type LeadEvent } from '#libs/leads';
import { newId, ProblemError, systemClock } from '#libs/platform';
import { interleaved, type Step, testLeads, type TestLeads } from '#libs/testing';
import { type ImportCase } from '../run/import-case.js';
import { migrateHistory } from './accepted-rows.js';
import { createImports, type Imports } from './imports.js';

const actor: Actor = { kind: 'person', id: 'Mia', assurance: 'local' };

describe('an undo beside a batch that is still under way', () => {
  let rig: TestLeads;
  let serial = 0;
  beforeAll(async () => {
    rig = await testLeads();
    await migrateHistory(rig.pool);
  });
  afterAll(() => rig.close());

  /** The same imports through a process of its own. */
  const through = (log: EventLog): Imports =>
    createImports({
      log,
      pool: rig.pool,
      leads: rig.another(log),
      organisation: createOrganisationCommands({ log, keyedHash: rig.privacy.keyedHash, clock: systemClock }),
      keyedHash: rig.privacy.keyedHash,
      clock: systemClock,
    });
  const begin = async (mapping = `crm${++serial}`): Promise<{ mapping: string; id: string }> => ({
    mapping,
    id: (await through(rig.log).start({ mapping, mappingHash: 'one', files: [] }, actor)).import,
  });
  const said = { occurredAt: { precision: 'unknown' as const, value: null }, knownAt: null };
  const caseOf = (source: string, id: string, action: ImportCase['facts'][number]['action']): ImportCase => {
    const row = { key: `row ${id} ${action.do}`, hash: 'hash', file: 'log', row: 1, line: 2 };
    return { leadKey: { source, id }, rows: [row], facts: [{ ...said, rowKey: row.key, rowHash: row.hash, action }] };
  };
  const captured = (source: string, id: string) => caseOf(source, id, { do: 'capture-inquiry', source, channel: 'phone' });
  const streamOf = async (stream: string): Promise<RecordedLedgerEvent[]> => {
    const events: RecordedLedgerEvent[] = [];
    for await (const stored of rig.log.readStream(stream)) events.push(recorded(stored));
    return events;
  };
  const lead = async (source: string, id: string, place = 1) => {
    const events = await streamOf(`lead-${importedLeadId(source, id, place)}`);
    return {
      types: events.map(({ type }) => type),
      state: events.reduce((state, event) => evolveLead(state, event as LeadEvent), initialLead),
    };
  };
  /** What of an import stands in the log: nothing may, once it is undone. */
  const standing = async (importId: string): Promise<string[]> => {
    const byStream = new Map<string, string[]>();
    for await (const { stream, type, metadata, data } of rig.log.readAll()) {
      const of = byStream.get(stream) ?? [];
      byStream.set(stream, of);
      if (metadata.importId === importId) of.push(`${stream} ${type}`);
      if (type.endsWith('.import-retracted') && (data as { importId: string }).importId === importId) of.length = 0;
    }
    return [...byStream.values()].flat();
  };
  /** Runs one until it is about to append to a stream of the kind, then the other as a whole, then the first to its end. */
  const heldBefore = async (
    kind: string,
    held: (imports: Imports) => Promise<unknown>,
    meanwhile: (imports: Imports) => Promise<unknown>,
  ) => {
    const waits = ({ command, stream }: Step): boolean => command === 0 && stream !== null && stream.startsWith(kind);
    return interleaved(rig.log, [(log) => held(through(log)), (log) => meanwhile(through(log))], (steps) => {
      const other = steps.findIndex(({ command }) => command === 1);
      const first = steps.find(({ command }) => command === 0);
      return first && waits(first) && other >= 0
        ? other
        : Math.max(
            0,
            steps.findIndex(({ command }) => command === 0),
          );
    });
  };
  const undone = { status: 'rejected', reason: { code: 'IMPORT.RETRACTED', status: 409 } };

  it('R6.1 a batch held between its check and its append brings nothing when the undo has run meanwhile: a new lead', async () => {
    const { mapping, id } = await begin();
    const [batch, undo] = await heldBefore(
      'lead-',
      (imports) => imports.accept(id, [captured(mapping, 'A')], 'record-only', actor),
      (imports) => imports.undo(id, actor),
    );
    expect([batch, undo]).toMatchObject([undone, { status: 'fulfilled' }]);
    expect(await lead(mapping, 'A')).toMatchObject({ types: ['lead.import-retracted'], state: { status: 'none' } });
    expect(await lead(mapping, 'A', 2)).toMatchObject({ types: [] });
    const again = await begin(mapping);
    expect(await through(rig.log).accept(again.id, [captured(mapping, 'A')], 'record-only', actor)).toMatchObject({
      accepted: 1,
      rejects: [],
    });
    expect(await lead(mapping, 'A', 2)).toMatchObject({ types: ['lead.captured'], state: { status: 'open' } });
  });

  it('R6.1 and a lead that others have brought', async () => {
    const { mapping, id: first } = await begin();
    await through(rig.log).accept(first, [captured(mapping, 'A')], 'record-only', actor);
    const { id } = await begin();
    const [batch] = await heldBefore(
      'lead-',
      (imports) => imports.accept(id, [caseOf(mapping, 'A', { do: 'win-lead' })], 'record-only', actor),
      (imports) => imports.undo(id, actor),
    );
    expect(batch).toMatchObject(undone);
    expect(await lead(mapping, 'A')).toMatchObject({ types: ['lead.captured', 'lead.import-retracted'], state: { status: 'open' } });
  });

  it('R6.1 and who works here', async () => {
    const { mapping, id } = await begin();
    const rep = `Ana ${mapping}`;
    const [batch] = await heldBefore(
      'rep-',
      (imports) => imports.acceptOrganisation(id, [{ occurredAt: said.occurredAt, action: { do: 'join-rep', rep, name: rep } }]),
      (imports) => imports.undo(id, actor),
    );
    expect(batch).toMatchObject(undone);
    expect(await rig.organisation.reader.rep(rep)).toBeNull();
    await rig.organisation.execute({ do: 'join-rep', rep, name: rep }, { commandId: newId(), actor });
    expect(await rig.organisation.reader.rep(rep)).toMatchObject({ active: true });
  });

  it('R6.1 an import that says so too keeps who works here, wherever the undo of the other one meets it', async () => {
    for (let turn = 0; turn < 12; turn++) {
      const [first, second] = [await begin(), await begin()];
      const rep = `Di ${first.id}`;
      const people: HistoricalOrganisationFact[] = [{ occurredAt: said.occurredAt, action: { do: 'join-rep', rep, name: 'Diana' } }];
      await through(rig.log).acceptOrganisation(first.id, people);
      let step = 0;
      const outcomes = await interleaved(
        rig.log,
        [(log): Promise<unknown> => through(log).undo(first.id, actor), (log) => through(log).acceptOrganisation(second.id, people)],
        () => (step++ < turn ? 0 : 1),
      );
      expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
      expect(await rig.organisation.reader.rep(rep)).toMatchObject({ name: 'Diana', active: true });
      expect(await standing(first.id)).toEqual([]);
      await through(rig.log).undo(second.id, actor);
      expect(await rig.organisation.reader.rep(rep)).toBeNull();
    }
  });

  it('R6.1 whatever batches and undo meet in whatever order, nothing of the undone import stands', async () => {
    const batch = fc.constantFrom('people', 'A', 'B', 'both', 'win A');
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(5), { minLength: 30, maxLength: 30 }),
        async (batches, order) => {
          const { mapping, id } = await begin();
          const rep = `Bo ${mapping}`;
          const people: HistoricalOrganisationFact[] = [{ occurredAt: said.occurredAt, action: { do: 'join-rep', rep, name: rep } }];
          const cases: Record<string, ImportCase[]> = {
            A: [captured(mapping, 'A')],
            B: [captured(mapping, 'B')],
            both: [captured(mapping, 'A'), captured(mapping, 'B')],
            'win A': [caseOf(mapping, 'A', { do: 'win-lead' })],
          };
          const commands = batches.map(
            (what) =>
              (log: EventLog): Promise<unknown> =>
                what === 'people'
                  ? through(log).acceptOrganisation(id, people)
                  : through(log).accept(id, cases[what]!, 'record-only', actor),
          );
          let step = 0;
          const [undo, ...others] = await interleaved(
            rig.log,
            [(log) => through(log).undo(id, actor), ...commands],
            () => order[step++ % order.length]!,
          );
          expect(undo).toMatchObject({ status: 'fulfilled' });
          for (const outcome of others) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ProblemError);
          expect(await standing(id)).toEqual([]);
          for (const one of ['A', 'B']) for (const place of [1, 2]) expect((await lead(mapping, one, place)).state.status).toBe('none');
        },
      ),
      { numRuns: 25 },
    );
  });
});
