import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evolveLead, initialLead, importedLeadId, type LeadEvent, type LeadState } from '#libs/leads';
import { newId, ProblemError, unavailable } from '#libs/platform';
import { type ImportSummary } from '../import/import-history.js';
import { type ImportCase } from '../run/import-case.js';
import { actor, type ImportRig, importRig, importThrough } from './import-rig.fixture.js';
import { createImports, type Imports } from './imports.js';
import { type ImportDependencies, type ImportEnforcement } from './session.js';

const header = 'case,at,activity,person,group';
const rows = [
  'A,2024-01-01T08:00,new,,North',
  'A,2024-01-01T09:00,assign,Ana,North',
  'A,2024-01-02T09:00,assign,Bo,North',
  'A,2024-01-03T09:00,won,Bo,North',
  'B,2024-01-01T08:30,new,Ana,North',
  'B,2024-01-04T08:30,call,Ana,North',
];

const mappingOf = (name: string): string => `
mapping: ${name}
source: ${name}
files:
  log:
    path: log.csv
    columns: { at: { type: instant } }
identities:
  people: { columns: [log.person] }
  groups: { columns: [log.group] }
history:
  - file: log
    lead: =row.case
    rowKey: [case, at]
    order: [at]
    occurredAt: =row.at
    knownAt: =row.at
    events:
      - { do: capture-inquiry, when: row.activity == "new", source: hotline, channel: phone, holder: [{ person: =row.person }, { team: =row.group }], team: =row.group }
      - { do: assign-lead, when: row.activity == "assign", to: { person: =row.person }, team: =row.group }
      - { do: record-follow-up, when: row.activity == "call", type: call, direction: outbound, by: =row.person }
      - { do: reopen-lead, when: row.activity == "reopen" }
      - { do: win-lead, when: row.activity == "won" }
`;

describe('an import on the server', () => {
  let rig: ImportRig;
  let imports: Imports;
  let dependencies: ImportDependencies;
  let folder: string;
  let name: string;
  let serial = 0;

  beforeAll(async () => {
    rig = await importRig();
    ({ imports, dependencies } = rig);
  });
  afterAll(() => rig.close());
  beforeEach(() => {
    name = `desk${++serial}`;
    folder = mkdtempSync(join(tmpdir(), 'leadledger-mapping-'));
    writeFileSync(join(folder, 'mapping.yaml'), mappingOf(name));
    write(rows);
  });

  const write = (lines: readonly string[]): void =>
    writeFileSync(
      join(folder, 'log.csv'),
      [header, ...lines, ''].join('\n').replace(/Ana|Bo|North/g, (who) => `${who} ${name}`),
    );
  const run = (through: Imports = imports, enforcement: ImportEnforcement = 'record-only'): Promise<ImportSummary> =>
    importThrough(through, join(folder, 'mapping.yaml'), { rejectsPath: join(folder, 'rejects.csv'), enforcement });
  const lead = async (id: string, place = 1): Promise<{ types: string[]; known: string[]; state: LeadState }> => {
    const events = await rig.eventsOf(`lead-${importedLeadId(name, id, place)}`);
    return {
      known: events.map(({ metadata }) => metadata.knownAt),
      types: events.map(({ type }) => type),
      state: events.reduce((state, event) => evolveLead(state, event as LeadEvent), initialLead),
    };
  };

  it('keeps both clocks of the source, and says what it did', async () => {
    const summary = await run();
    expect(summary).toMatchObject({ import: `${name}-1`, rows: 6, accepted: 6, known: 0, rejected: 0, leads: 2 });
    expect(readFileSync(summary.rejects, 'utf8').split('\n')).toHaveLength(2);
    const { types, state } = await lead('A');
    expect(types).toEqual(['lead.captured', 'lead.assigned', 'lead.assigned', 'lead.won']);
    expect(state.ownership.map(({ to }) => to)).toEqual([
      { kind: 'team', id: `North ${name}` },
      { kind: 'person', id: `Ana ${name}` },
      { kind: 'person', id: `Bo ${name}` },
    ]);
    const [captured] = await rig.eventsOf(`lead-${importedLeadId(name, 'A')}`);
    expect(captured!.metadata).toMatchObject({ knownAt: '2024-01-01T08:00:00.000Z', importId: `${name}-1`, actor: { kind: 'import' } });
    expect((await rig.eventsOf(`import-${name}-1`)).map(({ type }) => type)).toEqual([
      'import.started',
      'import.rows-accepted',
      'import.completed',
    ]);
  });

  it('adds nothing when it is run again', async () => {
    await run();
    const before = await rig.eventsOf(`import-${name}-1`);
    expect(await run()).toMatchObject({ import: `${name}-1`, accepted: 0, known: 6, rejected: 0, leads: 0, events: 0 });
    expect(await rig.eventsOf(`import-${name}-1`)).toEqual(before);
  });

  it('brings in only what the file has grown by, and rejects a changed row alone', async () => {
    await run();
    write([...rows.slice(0, 5), 'B,2024-01-04T08:30,call,Bo,North', 'B,2024-01-05T08:30,call,Ana,North']);
    expect(await run()).toMatchObject({ accepted: 1, known: 5, rejected: 1, events: 1 });
    expect(readFileSync(join(folder, 'rejects.csv'), 'utf8')).toContain('\n6,,ROW_CHANGED,');
  });

  it('T20 a broken row is rejected alone and tried again when it is whole', async () => {
    write([...rows.slice(0, 5), 'B,2024-13-04T08:30,call,Ana,North']);
    expect(await run()).toMatchObject({ rows: 6, accepted: 5, rejected: 1 });
    expect(readFileSync(join(folder, 'rejects.csv'), 'utf8')).toContain('\n6,at,DATE_INVALID,');
    write(rows);
    expect(await run()).toMatchObject({ accepted: 1, known: 5, rejected: 0, events: 1 });
  });

  it('T20 what a store refused is not noted as taken', async () => {
    const failing = createImports({
      ...dependencies,
      leads: { ...rig.commands, recordHistory: () => Promise.reject(unavailable('EVENT_STORE.UNAVAILABLE', 'down')) },
    });
    await expect(run(failing)).rejects.toMatchObject({ code: 'EVENT_STORE.UNAVAILABLE' });
    expect(await run()).toMatchObject({ import: `${name}-1`, accepted: 6, known: 0, leads: 2 });
  });

  it('killed between the facts and the note of their rows, it is finished by running it again', async () => {
    const { recordHistory } = rig.commands;
    const dying = createImports({
      ...dependencies,
      leads: {
        ...rig.commands,
        recordHistory: async (...given) => recordHistory(...given).then(() => Promise.reject(new Error('killed'))),
      },
    });
    await expect(run(dying)).rejects.toThrow('killed');
    expect(await run()).toMatchObject({ accepted: 6, events: 0, rejected: 0 });
    expect((await lead('A')).types).toEqual(['lead.captured', 'lead.assigned', 'lead.assigned', 'lead.won']);
  });

  it('R6.1 is undone by events, and can be imported again', async () => {
    await run();
    expect(await imports.undo(`${name}-1`, actor, { reason: 'wrong file' })).toMatchObject({
      import: `${name}-1`,
      leads: 2,
      organisation: 3,
    });
    const { types, state } = await lead('A');
    expect(types.at(-1)).toBe('lead.import-retracted');
    expect(state.status).toBe('none');
    expect((await rig.eventsOf(`rep-Ana ${name}`)).at(-1)!.type).toBe('rep.import-retracted');
    expect((await rig.eventsOf(`import-${name}-1`)).at(-1)!.type).toBe('import.retracted');
    await expect(imports.accept(`${name}-1`, [], 'record-only', actor)).rejects.toMatchObject({ code: 'IMPORT.RETRACTED' });

    expect(await run()).toMatchObject({ import: `${name}-2`, accepted: 6, leads: 2 });
    expect((await lead('A')).state.status).toBe('none');
    expect((await lead('A', 2)).state.status).toBe('won');
  });

  it('R6.1 an import after an undo keeps the times at which the source knew its facts', async () => {
    await run();
    const { types, known } = await lead('A');
    await imports.undo(`${name}-1`, actor);
    await run();
    expect(await lead('A', 2)).toMatchObject({ types, known });
    expect(await run()).toMatchObject({ import: `${name}-2`, known: 6, events: 0 });
    expect(await imports.undo(`${name}-2`, actor)).toMatchObject({ leads: 2 });
    expect(await run()).toMatchObject({ import: `${name}-3`, accepted: 6 });
    expect(await lead('A', 3)).toMatchObject({ types, known });
    expect((await lead('A', 2)).state.status).toBe('none');
  });

  it('R6.1 what people recorded on an imported lead keeps its stream in use after an undo', async () => {
    await run();
    await rig.hire('North', 'Ana');
    const call = { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' } as const;
    await rig.commands.execute(importedLeadId(name, 'A'), call, { commandId: newId(), actor });
    await imports.undo(`${name}-1`, actor);
    await run();
    expect((await lead('A')).types.slice(-2)).toEqual(['lead.assigned', 'lead.won']);
    expect((await lead('A', 2)).types).toEqual([]);
    expect((await lead('B', 2)).types).toEqual(['lead.captured', 'lead.follow-up-recorded']);
  });

  it('R6.1 an undo killed half-way is finished by the next one, or by the next import', async () => {
    await run();
    const dying = createImports({ ...dependencies, leads: { ...rig.commands, retractImport: () => Promise.reject(new Error('killed')) } });
    await expect(dying.undo(`${name}-1`, actor)).rejects.toThrow('killed');
    expect((await lead('A')).state.status).toBe('won');
    expect(await run()).toMatchObject({ import: `${name}-2`, accepted: 6 });
    const history = ['lead.captured', 'lead.assigned', 'lead.assigned', 'lead.won'];
    expect((await lead('A')).types).toEqual([...history, 'lead.import-retracted']);
    expect((await lead('A', 2)).types).toEqual(history);
    expect(await imports.undo(`${name}-1`, actor)).toMatchObject({ leads: 0 });
  });

  it('goes on, and undoes, in a database that knows nothing of the import: the log has it all', async () => {
    await run();
    await rig.pool.query('truncate history.import, history.import_row, history.import_stream');
    expect(await run()).toMatchObject({ import: `${name}-1`, accepted: 0, known: 6, events: 0 });
    await rig.pool.query('truncate history.import, history.import_row, history.import_stream');
    expect(await imports.undo(`${name}-1`, actor)).toMatchObject({ leads: 2 });
    expect((await lead('B')).state.status).toBe('none');
  });

  it('R6.1 batches that arrive at once are all noted in the log, each once', async () => {
    const begin = () => imports.start({ mapping: name, mappingHash: 'one', files: [] }, actor);
    const { import: id } = await begin();
    const batches = Array.from({ length: 12 }, (_, n): ImportCase[] => {
      const row = { key: `row ${n}`, hash: `hash ${n}`, file: 'log', row: n + 1, line: n + 2 };
      const fact = { rowKey: row.key, rowHash: row.hash, occurredAt: { precision: 'unknown' as const, value: null }, knownAt: null };
      return [{ leadKey: { source: name, id: `${n}` }, rows: [row], facts: [{ ...fact, action: { do: 'capture-inquiry' } }] }];
    });
    const acceptAll = () => Promise.all(batches.map((cases) => imports.accept(id, cases, 'record-only', actor)));
    for (const answer of await acceptAll()) expect(answer).toMatchObject({ accepted: 1, known: 0 });
    const noted = (await rig.eventsOf(`import-${id}`)).flatMap((event) => (event.type === 'import.rows-accepted' ? event.data.rows : []));
    expect(new Set(noted.map(([key]) => key)).size).toBe(12);
    expect(await begin()).toEqual({ import: id, resumed: true });
    for (const answer of await acceptAll()) expect(answer).toMatchObject({ accepted: 0, known: 1, events: 0 });
  });

  it('R4.1 keeps what breaks a rule and notes it, or under block refuses the case with every breach', async () => {
    write([...rows.slice(0, 2), 'A,2024-01-02T09:00,reopen,Ana,North', ...rows.slice(3)]);
    const blocked = await run(imports, 'block');
    expect(blocked).toMatchObject({ rows: 6, accepted: 2, rejected: 4, leads: 1 });
    const refusals = readFileSync(join(folder, 'rejects.csv'), 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(',').slice(0, 3).join(' '));
    expect(refusals).toEqual(['3  LEAD.NOT_CLOSED', '1  CASE_REFUSED', '2  CASE_REFUSED', '4  CASE_REFUSED']);
    expect((await lead('A')).types).toEqual([]);
    const kept = await run(imports, 'warn');
    expect(kept).toMatchObject({ accepted: 4, known: 2, rejected: 0 });
    expect(kept.findings).toEqual({ 'LEAD.NOT_CLOSED': 1 });
    expect((await lead('A')).types).toEqual(['lead.captured', 'lead.assigned', 'lead.reopened', 'lead.won']);
  });

  it('names an import that does not exist', async () => {
    await expect(imports.undo('nothing-1', actor)).rejects.toBeInstanceOf(ProblemError);
  });
});
