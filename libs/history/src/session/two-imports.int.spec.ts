import fc from 'fast-check';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evolveLead, importedLeadId, initialLead, type LeadEvent } from '#libs/leads';
import { type ImportSummary } from '../import/import-history.js';
import { actor, type ImportRig, importRig, importThrough } from './import-rig.fixture.js';
import { createImports, type Imports } from './imports.js';
import { type ImportDependencies } from './session.js';

const leadsMapping = (name: string) => `
mapping: ${name}-leads
source: ${name}
files:
  leads: { path: leads.csv, columns: { created: { type: instant }, won: { type: instant } } }
organisation:
  - { file: leads, events: [{ do: join-rep, rep: =row.rep, name: =row.repName }] }
history:
  - file: leads
    lead: =row.id
    rowKey: id
    withoutTime: skip
    events:
      - { do: capture-inquiry, occurredAt: =row.created, knownAt: =row.created, channel: phone, holder: { person: =row.rep } }
      - { do: win-lead, occurredAt: =row.won, knownAt: =row.won }
`;
const callsMapping = (name: string) => `
mapping: ${name}-calls
source: telephone
files:
  calls: { path: calls.csv, columns: { at: { type: instant } } }
identities: { people: { columns: [calls.who] } }
history:
  - file: calls
    source: ${name}
    lead: =row.lead
    rowKey: [lead, at]
    occurredAt: =row.at
    knownAt: =row.at
    events: [{ do: record-follow-up, type: call, direction: outbound, by: =row.who }]
`;

describe('an import about leads that another import brings', () => {
  let rig: ImportRig;
  let dependencies: ImportDependencies;
  let imports: Imports;
  let name: string;
  let folder: string;
  let serial = 0;

  beforeAll(async () => {
    rig = await importRig();
    ({ imports, dependencies } = rig);
  });
  afterAll(() => rig.close());
  const begin = (): void => {
    name = `crm${++serial}`;
    folder = mkdtempSync(join(tmpdir(), 'leadledger-mapping-'));
    writeFileSync(join(folder, 'leads.yaml'), leadsMapping(name));
    writeFileSync(join(folder, 'calls.yaml'), callsMapping(name));
    const written = {
      'leads.csv': [
        'id,created,won,rep,repName',
        'A,2024-01-01T08:00Z,2024-02-01T08:00Z,Ana,Ana Alba',
        'B,2024-01-02T08:00Z,,Ana,Ana Alba',
      ],
      'calls.csv': ['lead,at,who', 'A,2024-01-15T09:00Z,Ana', 'B,2024-01-16T09:00Z,Bo', 'B,2024-01-17T09:00Z,Ana'],
    };
    for (const [file, lines] of Object.entries(written))
      writeFileSync(
        join(folder, file),
        [...lines, ''].join('\n').replace(/Ana|Bo/g, (who) => `${who}${serial}`),
      );
  };
  beforeEach(begin);

  const run = (what: 'leads' | 'calls', through: Imports = imports): Promise<ImportSummary> =>
    importThrough(through, join(folder, `${what}.yaml`), { rejectsPath: join(folder, 'rejects.csv') });
  const undo = (what: 'leads' | 'calls', generation = 1) => imports.undo(`${name}-${what}-${generation}`, actor);
  /** The lead as its stream tells it: what of it stands. */
  const lead = async (id: string, place = 1) => {
    const events = await rig.eventsOf(`lead-${importedLeadId(name, id, place)}`);
    const state = events.reduce((before, event) => evolveLead(before, event as LeadEvent), initialLead);
    const standing = events.filter(({ metadata: { importId } }) => importId !== undefined && !state.retractedImports.includes(importId));
    return { events, status: state.status, stands: standing.map(({ type }) => type) };
  };

  it('R6.1 brings follow-ups to them on its first run, known from now, and nothing when it is run again', async () => {
    await run('leads');
    expect(await run('calls')).toMatchObject({ rows: 3, accepted: 3, rejected: 0, leads: 2, findings: {} });
    const { events, status } = await lead('A');
    expect(status).toBe('won');
    expect(events.map(({ type }) => type)).toEqual(['lead.captured', 'lead.won', 'lead.follow-up-recorded']);
    expect(events[2]!.metadata).toMatchObject({
      importId: `${name}-calls-1`,
      occurredAt: { value: '2024-01-15T09:00:00.000Z' },
      sourceKnownAt: '2024-01-15T09:00:00.000Z',
    });
    expect(events[2]!.metadata.knownAt > '2026').toBe(true);
    expect(await run('calls')).toMatchObject({ accepted: 0, known: 3, rejected: 0, events: 0 });
    expect(await run('leads')).toMatchObject({ accepted: 0, known: 2, rejected: 0, events: 0 });
  });

  it('T20 before their leads are there its rows are rejects that say what to do, and come in when it is run again', async () => {
    expect(await run('calls')).toMatchObject({ rows: 3, accepted: 0, rejected: 3, leads: 0 });
    const rejects = readFileSync(join(folder, 'rejects.csv'), 'utf8');
    expect(rejects).toContain(`1,,LEAD.NOT_FOUND,"There is no lead ${name}:A. Import the file that brings it, then run this import again;`);
    await run('leads');
    expect(await run('calls')).toMatchObject({ import: `${name}-calls-1`, accepted: 3, rejected: 0, events: 3 });
  });

  it('R6.1 killed between its facts and the note of their rows, it is finished by running it again', async () => {
    await run('leads');
    const { recordHistory } = rig.commands;
    const dying = createImports({
      ...dependencies,
      leads: {
        ...rig.commands,
        recordHistory: async (...given) => recordHistory(...given).then(() => Promise.reject(new Error('killed'))),
      },
    });
    await expect(run('calls', dying)).rejects.toThrow('killed');
    expect(await run('calls')).toMatchObject({ accepted: 3, events: 0, rejected: 0 });
    expect((await lead('B')).stands).toEqual(['lead.captured', 'lead.follow-up-recorded', 'lead.follow-up-recorded']);
  });

  it('names nobody anew of whom it only says that somebody was there, and brings nobody back who has left', async () => {
    await run('leads');
    const rep = `Ana${serial}`;
    await rig.organisation.execute({ do: 'deactivate-rep', rep, reason: null } as never, { commandId: `leave ${rep}`, actor });
    await run('calls');
    expect((await rig.eventsOf(`rep-${rep}`)).map(({ type }) => type)).toEqual(['rep.joined', 'rep.deactivated']);
    expect((await rig.eventsOf(`rep-Bo${serial}`)).map(({ type }) => type)).toEqual(['rep.joined']);
  });

  it('R6.1 undone, both begin anew: the leads have streams of their own again, with the times of the source', async () => {
    await run('leads');
    await run('calls');
    await undo('leads');
    await undo('calls');
    await run('leads');
    expect(await run('calls')).toMatchObject({ import: `${name}-calls-2`, accepted: 3, rejected: 0 });
    const { events, stands } = await lead('A', 2);
    expect(stands).toEqual(['lead.captured', 'lead.won', 'lead.follow-up-recorded']);
    expect(events[0]!.metadata.knownAt).toBe('2024-01-01T08:00:00.000Z');
  });

  it('R6.1 whatever is run and undone in whatever order, each import has what it brought and no more', async () => {
    const step = fc.constantFrom('run leads', 'run calls', 'undo leads', 'undo calls');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        begin();
        const stands = { leads: false, calls: false };
        const generation = { leads: 1, calls: 1 };
        const begun = { leads: false, calls: false };
        for (const said of steps) {
          const [verb, what] = said.split(' ') as ['run' | 'undo', 'leads' | 'calls'];
          if (verb === 'run') {
            const { rejected } = await run(what);
            begun[what] = true;
            if (what === 'leads' || stands.leads) stands[what] = true;
            expect(rejected).toBe(what === 'calls' && !stands.calls ? 3 : 0);
          } else if (begun[what]) {
            await undo(what, generation[what]++);
            stands[what] = false;
            begun[what] = false;
          }
        }
        const everything = (await Promise.all([1, 2, 3, 4, 5].map((place) => lead('B', place)))).filter(
          ({ stands: some }) => some.length > 0,
        );
        expect(everything.map(({ status }) => status)).toEqual(stands.leads ? ['open'] : stands.calls ? ['none'] : []);
        expect(everything.flatMap(({ stands: some }) => some).sort()).toEqual([
          ...(stands.leads ? ['lead.captured'] : []),
          ...(stands.calls ? ['lead.follow-up-recorded', 'lead.follow-up-recorded'] : []),
        ]);
      }),
      { numRuns: 15 },
    );
  });
});
