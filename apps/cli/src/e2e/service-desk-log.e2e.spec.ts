import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeWithData, sharedData } from '#libs/testing';
import { RunningFolder } from './running-folder.fixture.js';

// A whole real history goes through a whole system, on machines that may be busy.
jest.setTimeout(1_800_000);

const mapping = 'docs/how-to/uci-incident.mapping.yaml';
const instant = '2016-04-13T12:00:00Z';
const always = ['--from', '2010-01-01', '--to', '2020-12-31'];

interface Reference {
  readonly incidents: number;
  readonly rows: number;
  readonly computed_person_changes_total: number;
  readonly computed_group_changes_total: number;
  readonly 'incidents_where_person_changes==final_reassignment_count': number;
  readonly 'incidents_where_group_changes==final_reassignment_count': number;
  readonly owner_at: { readonly live_cases: number; readonly sample: Readonly<Record<string, readonly [string | null, string | null]>> };
}

interface Owner {
  readonly externalId: string;
  readonly owner: string | null;
  readonly team: string | null;
  readonly position: string;
}

interface Report {
  readonly total: number;
  readonly totalExact: { readonly numerator: string; readonly denominator: string } | null;
}

describeWithData('uci_incident')('the real log of a service desk, on the command line', () => {
  let ledger: RunningFolder;
  let reference: Reference;
  let imported: Record<string, unknown>;

  beforeAll(async () => {
    reference = JSON.parse(readFileSync(sharedData('uci_incident/reference.json'), 'utf8')) as Reference;
    ledger = await RunningFolder.start('service-desk');
    imported = await ledger.answer('import', mapping);
  });
  afterAll(() => ledger.stop());

  const report = (definition: string) => ledger.answer<Report>('report', 'run', definition, ...always);

  it('R6.1 imports 141,712 rows as 24,918 leads and rejects nothing', () => {
    expect(imported).toMatchObject({ rows: reference.rows, accepted: reference.rows, rejected: 0, leads: reference.incidents });
  });

  it('R0.7 names the owner and the group of the 20 sample cases at the reference instant', async () => {
    const sample = Object.keys(reference.owner_at.sample);
    expect(sample).toHaveLength(20);
    const found: Record<string, unknown> = {};
    for (const id of sample) {
      const { owner, team } = await ledger.get<Owner>(`/v1/ownership?lead=uci-incident:${id}&at=${instant}`);
      found[id] = [owner, team];
    }
    expect(found).toEqual(reference.owner_at.sample);
    const [first = ''] = sample;
    const { externalId, owner, team } = await ledger.answer<Owner>('owner', `uci-incident:${first}`, '--at', instant);
    expect([externalId, [owner, team]]).toEqual([first, reference.owner_at.sample[first]]);
  });

  it('R0.7 lists the 2,738 leads that were live then, each with one holder', async () => {
    const owners = await ledger.lines<Owner>('owners', '--at', instant);
    expect(owners).toHaveLength(reference.owner_at.live_cases);
    expect(new Set(owners.map(({ externalId }) => externalId)).size).toBe(reference.owner_at.live_cases);
  });

  it('counts 4,873 hand-overs between persons and 19,087 between groups', async () => {
    expect((await report('hand_overs@3')).total).toBe(reference.computed_person_changes_total);
    expect((await report('hand_overs@2')).total).toBe(reference.computed_group_changes_total);
  });

  it("finds as many hand-overs as the source's own counter on 21,387 leads by group and on 13,963 by person", async () => {
    for (const version of [1, 2])
      await ledger.answer(
        'definition',
        'publish',
        `docs/how-to/counted-alike.${version}.definition.yaml`,
        '--reason',
        'The source counts too',
      );
    const [byGroup, byPerson] = [await report('counted_alike@1'), await report('counted_alike@2')];
    const of = (numerator: number) => ({ numerator: String(numerator), denominator: String(reference.incidents) });
    expect(byGroup.totalExact).toEqual(of(reference['incidents_where_group_changes==final_reassignment_count']));
    expect(byPerson.totalExact).toEqual(of(reference['incidents_where_person_changes==final_reassignment_count']));
  });

  it('R6.1 adds nothing when it is imported again', async () => {
    expect(await ledger.answer('import', mapping)).toMatchObject({
      import: imported['import'],
      accepted: 0,
      known: reference.rows,
      rejected: 0,
      leads: 0,
      events: 0,
    });
  });

  it('R6.1 is undone by one command: nobody owns anything, no figure counts it, and what was known before still answers', async () => {
    const [lead = ''] = Object.keys(reference.owner_at.sample);
    const before = await ledger.answer<Owner>('owner', `uci-incident:${lead}`, '--at', instant);
    expect(await ledger.answer('import', 'undo', String(imported['import']))).toMatchObject({ leads: reference.incidents });
    expect(await ledger.lines('owners', '--at', instant)).toEqual([]);
    expect((await report('hand_overs@3')).total).toBe(0);
    expect(await ledger.lines('owners', '--at', instant, '--position', before.position)).toHaveLength(reference.owner_at.live_cases);
  });
});
