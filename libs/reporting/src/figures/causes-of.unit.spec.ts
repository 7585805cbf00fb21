import { type DiffEntry } from '../compare/report-diff.js';
import { causesOf, type LaterFact } from './causes-of.js';

const entry = (id: string, events: string[] = []): DiffEntry => ({
  entity: 'lead',
  id,
  lead: id,
  clauses: [],
  events,
  before: { counted: false },
  after: { counted: true },
});
const fact = (position: number, type: string, lead: string | null, actor = 'ana', over: Partial<LaterFact> = {}): LaterFact => ({
  id: `e${position}`,
  position,
  type,
  lead,
  actor: { kind: 'person', id: actor },
  rep: actor,
  isImported: false,
  ...over,
});
const never = (): Promise<ReadonlySet<string>> => Promise.reject(new Error('nothing to tell apart'));
const noLeads = (): Promise<ReadonlyMap<string, string>> => Promise.resolve(new Map());

describe('R5.4 why a published figure moved', () => {
  it('counts late calls by who recorded them, with the reps they belong to', async () => {
    const facts = [
      fact(11, 'lead.follow-up-recorded', 'a'),
      fact(12, 'lead.follow-up-recorded', 'b'),
      fact(13, 'lead.follow-up-recorded', 'c', 'mia', { rep: 'bo' }),
    ];
    const diff = { leave: [entry('c')], enter: [entry('a'), entry('b')], change: [] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing: never, leadsOf: noLeads })).toEqual([
      { kind: 'late follow-up', actor: { kind: 'person', id: 'ana' }, reps: ['ana'], events: 2, members: 2 },
      { kind: 'late follow-up', actor: { kind: 'person', id: 'mia' }, reps: ['bo'], events: 1, members: 1 },
    ]);
  });

  it('takes the fact that the comparison itself names before others of the same lead', async () => {
    const facts = [fact(11, 'lead.attributes-changed', 'a'), fact(12, 'lead.ownership-corrected', 'a')];
    const diff = { leave: [], enter: [entry('a', ['e12'])], change: [] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing: never, leadsOf: noLeads })).toMatchObject([
      { kind: 'corrected owner', members: 1 },
    ]);
  });

  it('halves the log between the positions until one of several facts is left', async () => {
    const facts = [11, 12, 13, 14, 15].map((position) => fact(position, position === 13 ? 'lead.won' : 'lead.follow-up-recorded', 'a'));
    const asked: [number, number][] = [];
    const differing = (from: number, to: number): Promise<ReadonlySet<string>> => {
      asked.push([from, to]);
      return Promise.resolve(new Set(from < 13 && to >= 13 ? ['a'] : []));
    };
    const diff = { leave: [], enter: [], change: [entry('a')] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing, leadsOf: noLeads })).toEqual([
      { kind: 'late outcome', actor: { kind: 'person', id: 'ana' }, reps: ['ana'], events: 1, members: 1 },
    ]);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('names what people and the organisation did where the lead itself has nothing new', async () => {
    const facts = [fact(11, 'person.merged', null), fact(12, 'lead.won', 'other')];
    const diff = { leave: [entry('a')], enter: [], change: [] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing: never, leadsOf: noLeads })).toMatchObject([
      { kind: 'merge' },
    ]);
  });

  it('names the merge that moved a member, and not a harmless call on its lead', async () => {
    const facts = [
      fact(11, 'person.merged', null, 'ops'),
      fact(12, 'lead.follow-up-recorded', 'a', 'bo'),
      fact(13, 'rep.joined', null, 'ops'),
    ];
    const differing = (from: number, to: number): Promise<ReadonlySet<string>> =>
      Promise.resolve(new Set(from < 11 && to >= 11 ? ['a'] : []));
    const diff = { leave: [entry('a')], enter: [], change: [] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing, leadsOf: noLeads })).toMatchObject([
      { kind: 'merge', members: 1, actor: { id: 'ops' } },
    ]);
  });

  it('names the call that moved a member, and not a merge of others', async () => {
    const facts = [
      fact(11, 'person.merged', null, 'ops'),
      fact(12, 'lead.follow-up-recorded', 'a', 'bo'),
      fact(13, 'person.merged', null, 'ops'),
    ];
    const differing = (from: number, to: number): Promise<ReadonlySet<string>> =>
      Promise.resolve(new Set(from < 12 && to >= 12 ? ['a'] : []));
    const diff = { leave: [], enter: [entry('a')], change: [] };
    expect(await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing, leadsOf: noLeads })).toMatchObject([
      { kind: 'late follow-up', members: 1, actor: { id: 'bo' } },
    ]);
  });

  it('names what happened to another lead whose event decided', async () => {
    const facts = [fact(11, 'lead.import-retracted', 'x', 'ops'), fact(12, 'lead.follow-up-recorded', 'a', 'di')];
    const differing = (from: number, to: number): Promise<ReadonlySet<string>> =>
      Promise.resolve(new Set(from < 11 && to >= 11 ? ['a'] : []));
    const asked: unknown[] = [];
    const laterFacts = (ask: unknown) => (asked.push(ask), Promise.resolve(facts));
    const diff = { leave: [], enter: [entry('a', ['x-captured'])], change: [] };
    const leadsOf = () => Promise.resolve(new Map([['x-captured', 'x']]));
    expect(await causesOf(diff, 10, 20, { laterFacts, differing, leadsOf })).toMatchObject([{ kind: 'retracted import', members: 1 }]);
    expect(asked).toEqual([{ leads: ['a', 'x'], events: ['x-captured'] }]);
  });

  it('tells a retracted import and a late one from other facts', async () => {
    const facts = [
      fact(11, 'lead.import-retracted', 'a', 'ops', { isImported: true }),
      fact(12, 'lead.captured', 'b', 'ops', { isImported: true }),
    ];
    const diff = { leave: [entry('a')], enter: [entry('b')], change: [] };
    const causes = await causesOf(diff, 10, 20, { laterFacts: () => Promise.resolve(facts), differing: never, leadsOf: noLeads });
    expect(causes.map(({ kind }) => kind).sort()).toEqual(['late import', 'retracted import']);
  });

  it('says nothing where nothing moved', async () => {
    const nothing = { leave: [], enter: [], change: [] };
    expect(await causesOf(nothing, 10, 20, { laterFacts: never as never, differing: never, leadsOf: noLeads })).toEqual([]);
  });
});
