import { type PersonDecision } from './decision.js';
import { decideMerge } from './merge-people/merge-people.decide.js';
import { initialPerson } from './person-state.js';
import { evolvePerson } from './person.evolve.js';
import { decideRuling } from './rule-collision/rule-collision.decide.js';
import { decideUnmerge } from './unmerge-people/unmerge-people.decide.js';

const known = { personKnown: true, intoKnown: true, chainOfInto: ['A'] };
const codes = (decision: PersonDecision): string[] => (decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : []);
const merge = { do: 'merge-people', person: 'B', into: 'A', reason: 'same handwriting' } as const;
const merged = { mergedInto: 'A' };

describe('merge people', () => {
  it('takes one for another, with a reason', () => {
    expect(decideMerge(initialPerson, merge, known)).toEqual({
      kind: 'event',
      event: { type: 'person.merged', data: { personId: 'B', into: 'A', reason: 'same handwriting' } },
    });
  });

  it('names everything that stands in the way', () => {
    const decision = decideMerge(
      merged,
      { ...merge, into: 'C', reason: ' ' },
      { personKnown: false, intoKnown: false, chainOfInto: ['C', 'B'] },
    );
    expect(codes(decision)).toEqual([
      'PERSON.NOT_FOUND',
      'PERSON.NOT_FOUND',
      'PERSON.ALREADY_MERGED',
      'PERSON.MERGED_THE_OTHER_WAY',
      'REASON.MISSING',
    ]);
    expect(codes(decideMerge(initialPerson, { ...merge, into: 'B' }, { ...known, chainOfInto: ['B'] }))).toEqual(['PERSON.SAME']);
  });

  it('is refused into a circle of merges, naming the merge to take back', () => {
    const decision = decideMerge(initialPerson, merge, { ...known, chainOfInto: ['A', 'C', 'D', 'C'] });
    expect(decision).toMatchObject({ violations: [{ code: 'PERSON.MERGED_IN_A_CIRCLE', detail: { person: 'D', into: 'C' } }] });
  });

  it('T11 un-merge restores what was', () => {
    const decision = decideUnmerge(merged, { do: 'unmerge-people', person: 'B', reason: 'father and son' });
    if (decision.kind !== 'event') throw new Error('refused');
    expect(decision.event).toEqual({ type: 'person.unmerged', data: { personId: 'B', from: 'A', reason: 'father and son' } });
    expect(evolvePerson(merged, decision.event as never)).toEqual(initialPerson);
    expect(codes(decideUnmerge(initialPerson, { do: 'unmerge-people', person: 'B', reason: 'x' }))).toEqual(['PERSON.NOT_MERGED']);
  });
});

describe('rule a collision', () => {
  const open = (leadId: string, id: string) => ({ leadId, holder: { kind: 'person' as const, id } });
  const action = { do: 'rule-collision', person: 'A', owner: 'Ana', reason: 'she called first' } as const;
  const context = { personKnown: true, owner: { active: true }, openLeads: [open('1', 'Ana'), open('2', 'Bo')] };

  it('R0.21 gives the leads of the others to the one, and says whose they were', () => {
    expect(decideRuling(initialPerson, action, context)).toEqual({
      kind: 'event',
      event: {
        type: 'person.collision-ruled',
        data: { personId: 'A', owner: 'Ana', leads: [{ leadId: '2', previous: { kind: 'person', id: 'Bo' } }], reason: 'she called first' },
      },
    });
  });

  it('is refused without a collision, a reason, somebody who works here', () => {
    const refused = decideRuling(merged, { ...action, reason: '' }, { personKnown: true, owner: null, openLeads: [open('1', 'Ana')] });
    expect(codes(refused)).toEqual(['PERSON.MERGED', 'REP.NOT_FOUND', 'PERSON.NO_COLLISION', 'REASON.MISSING']);
  });
});
