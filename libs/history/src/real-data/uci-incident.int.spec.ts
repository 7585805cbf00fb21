import { readFileSync } from 'node:fs';
import { type Holder } from '#libs/contracts';
import { type ImportCase } from '../run/import-case.js';
import { describeWithData, sharedData } from '#libs/testing';
import { mapAll } from './map-all.fixture.js';

interface Reference {
  incidents: number;
  computed_group_changes_total: number;
  computed_person_changes_total: number;
  'incidents_where_group_changes==final_reassignment_count': number;
  'incidents_where_person_changes==final_reassignment_count': number;
  final_reassignment_count_total: number;
  owner_at: { live_cases: number; sample: Record<string, [string | null, string | null]> };
}

interface Told {
  owner: string | null;
  team: string | null;
  live: boolean;
  personHandOvers: number;
  groupHandOvers: number;
  /** The source's own counter at the end of the case. */
  counted: number;
}

const instant = '2016-04-13T12:00:00.000Z';

/** The plain reading of a case's facts: who has it, for which team, how often each changed hands; owner and state as of the instant. */
function tell({ facts }: ImportCase): Told {
  const told: Told = { owner: null, team: null, live: false, personHandOvers: 0, groupHandOvers: 0, counted: NaN };
  let owner: string | null = null;
  let team: string | null = null;
  const hold = (holder: Holder, next: string | undefined): void => {
    const person = holder.kind === 'person' ? holder.id : null;
    if (owner !== null && person !== null && person !== owner) told.personHandOvers++;
    if (team !== null && next !== undefined && next !== team) told.groupHandOvers++;
    owner = person;
    team = next ?? null;
  };
  for (const { occurredAt, action } of facts) {
    const by = occurredAt.precision === 'instant' && occurredAt.value <= instant;
    if (action.do === 'capture-inquiry') hold(action.holder!, action.team);
    else if (action.do === 'assign-lead' || action.do === 'transfer-lead') hold(action.to, action.team);
    else if (action.do === 'change-attributes' && typeof action.attributes.sourceReassignments === 'number')
      told.counted = action.attributes.sourceReassignments;
    if (!by) continue;
    Object.assign(told, { owner, team });
    if (action.do === 'capture-inquiry') told.live = true;
    if (action.do === 'close-lead') told.live = false;
  }
  return told;
}

describeWithData('uci_incident')('the audit log of a service desk, by its mapping', () => {
  const reference = JSON.parse(readFileSync(sharedData('uci_incident/reference.json'), 'utf8')) as Reference;
  const told = new Map<string, Told>();
  let reopenings = 0;
  let rejected = 0;
  let people = 0;
  let groups = 0;

  beforeAll(async () => {
    const { run, rejects } = await mapAll('uci-incident.mapping.yaml', (one) => {
      told.set(one.leadKey.id, tell(one));
      reopenings += one.facts.filter(({ action }) => action.do === 'reopen-lead').length;
    });
    rejected = rejects.length;
    people = run.organisation.filter(({ action }) => action.do === 'join-rep').length;
    groups = run.organisation.filter(({ action }) => action.do === 'create-team').length;
  });

  it('gives 24,918 leads, 234 people and 78 groups, and rejects nothing', () => {
    expect({ leads: told.size, rejected, people, groups, reopenings }).toEqual({
      leads: reference.incidents,
      rejected: 0,
      people: 234,
      groups: 78,
      reopenings: 331,
    });
  });

  it('R0.7 names the owner and the group of every sample case at the reference instant', () => {
    const sample = Object.fromEntries(Object.keys(reference.owner_at.sample).map((id) => [id, [told.get(id)!.owner, told.get(id)!.team]]));
    expect(sample).toEqual(reference.owner_at.sample);
  });

  it('R0.7 counts the live leads of the reference instant', () => {
    expect([...told.values()].filter(({ live }) => live)).toHaveLength(reference.owner_at.live_cases);
  });

  it('counts hand-overs between people and between groups as the reference does', () => {
    const all = [...told.values()];
    expect(all.reduce((sum, one) => sum + one.personHandOvers, 0)).toBe(reference.computed_person_changes_total);
    expect(all.reduce((sum, one) => sum + one.groupHandOvers, 0)).toBe(reference.computed_group_changes_total);
  });

  it("agrees with the source's own counter on as many leads as the reference does", () => {
    const all = [...told.values()];
    expect(all.reduce((sum, one) => sum + one.counted, 0)).toBe(reference.final_reassignment_count_total);
    expect(all.filter((one) => one.personHandOvers === one.counted)).toHaveLength(
      reference['incidents_where_person_changes==final_reassignment_count'],
    );
    expect(all.filter((one) => one.groupHandOvers === one.counted)).toHaveLength(
      reference['incidents_where_group_changes==final_reassignment_count'],
    );
  });
});
