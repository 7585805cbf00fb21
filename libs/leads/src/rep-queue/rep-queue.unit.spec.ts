import { callData, captureData, moveData, person, StreamHistory } from '#libs/testing';
import { leadCard } from '../lead-card/fold-lead-card.js';
import { placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { repQueue } from './rep-queue.js';

const NOW = '2026-03-20T12:00:00.000Z';

const of = (id: string, since: string, then: (history: StreamHistory) => StreamHistory = (history) => history) => {
  const history = new StreamHistory(`lead-${id}`)
    .add('lead.captured', captureData(id), { knownAt: '2026-03-01T09:00:00Z' })
    .add('lead.assigned', moveData(person('Ana')), { knownAt: since });
  return leadCard(placedEvents(then(history).positioned() as PositionedLeadEvent[]), Date.parse(NOW))!;
};
const planned = (dueAt: string) => (history: StreamHistory) =>
  history.add('lead.next-action-planned', { actionId: 'a', action: 'call back', dueAt, by: 'Ana' }, { knownAt: '2026-03-10T09:00:00Z' });
const called = (at: string) => (history: StreamHistory) => history.add('lead.follow-up-recorded', callData('Ana'), { knownAt: at });

describe('rep-queue@2', () => {
  it('R0.10 puts overdue actions first, then the untouched, what is due soon, what nobody planned, and what is planned for later', () => {
    const queue = repQueue(
      [
        of('later', '2026-03-02T09:00:00Z', planned('2026-03-25T12:00:00.000Z')),
        of('idle', '2026-03-02T09:00:00Z', called('2026-03-05T12:00:00Z')),
        of('idle-longer', '2026-03-02T09:00:00Z', called('2026-03-04T12:00:00Z')),
        of('soon', '2026-03-02T09:00:00Z', planned('2026-03-21T09:00:00.000Z')),
        of('new', '2026-03-20T09:00:00Z'),
        of('waiting', '2026-03-18T12:00:00Z'),
        of('overdue', '2026-03-02T09:00:00Z', planned('2026-03-18T12:00:00.000Z')),
        of('now', '2026-03-02T09:00:00Z', planned(NOW)),
      ],
      Date.parse(NOW),
    );
    expect(queue.map(({ rank, card, because }) => [rank, card.lead, because])).toEqual([
      [1, 'overdue', 'Next action “call back” is 2 days overdue (due 2026-03-18T12:00:00.000Z)'],
      [2, 'now', `Next action “call back” is less than a minute overdue (due ${NOW})`],
      [3, 'waiting', 'Its owner has not followed up since it became theirs 2 days ago'],
      [4, 'new', 'Its owner has not followed up since it became theirs 3 hours ago'],
      [5, 'soon', 'Next action “call back” is due in 21 hours (2026-03-21T09:00:00.000Z)'],
      [6, 'idle-longer', 'No next action is planned; idle for 16 days'],
      [7, 'idle', 'No next action is planned; idle for 15 days'],
      [8, 'later', 'Next action “call back” is due in 5 days (2026-03-25T12:00:00.000Z)'],
    ]);
  });

  it('R1.15 due work of an absent owner stands among the own work of the cover, marked, and what is not due stays with its owner', () => {
    const absent = {
      rep: 'Ana',
      name: 'Ana',
      until: '2026-03-21T08:00:00.000Z',
      cards: [
        of('overdue', '2026-03-02T09:00:00Z', planned('2026-03-18T12:00:00.000Z')),
        of('before-return', '2026-03-02T09:00:00Z', planned('2026-03-21T07:00:00.000Z')),
        of('after-return', '2026-03-02T09:00:00Z', planned('2026-03-21T09:00:00.000Z')),
        of('idle', '2026-03-02T09:00:00Z', called('2026-03-05T12:00:00Z')),
        of('new', '2026-03-20T09:00:00Z'),
      ],
    };
    const own = of('own', '2026-03-02T09:00:00Z', planned('2026-03-19T12:00:00.000Z'));
    const queue = repQueue([own], Date.parse(NOW), [absent]);
    expect(queue.map(({ card, coverFor, because }) => [card.lead, coverFor, because.split(':')[0]])).toEqual([
      ['overdue', 'Ana', 'Cover for Ana until 2026-03-21T08'],
      ['own', null, 'Next action “call back” is 1 day overdue (due 2026-03-19T12'],
      ['new', 'Ana', 'Cover for Ana until 2026-03-21T08'],
      ['before-return', 'Ana', 'Cover for Ana until 2026-03-21T08'],
    ]);
    expect(queue.map(({ card }) => card.owner)).toEqual(['Ana', 'Ana', 'Ana', 'Ana']);
    expect(repQueue([], Date.parse(NOW), [{ ...absent, until: null }]).map(({ card }) => card.lead)).toContain('after-return');
  });

  it('a follow-up after the plan fulfils it, a closing ends it, and a closed lead is in no queue', () => {
    const done = of('done', '2026-03-02T09:00:00Z', (history) =>
      called('2026-03-11T09:00:00Z')(planned('2026-03-18T12:00:00.000Z')(history)),
    );
    expect(repQueue([done], Date.parse(NOW))[0]).toMatchObject({ group: 'nothing-planned' });
    const won = of('won', '2026-03-02T09:00:00Z', (history) =>
      history.add('lead.won', { value: null, reason: null }, { knownAt: '2026-03-12T09:00:00Z' }),
    );
    expect(repQueue([won], Date.parse(NOW))).toEqual([]);
  });

  it('T17 an unknown time counts as the longest wait and is said as such', () => {
    const history = new StreamHistory('lead-u')
      .add('lead.captured', captureData('u'), { knownAt: '2026-03-01T09:00:00Z', occurredAt: { precision: 'unknown', value: null } })
      .add('lead.assigned', moveData(person('Ana')), { occurredAt: { precision: 'unknown', value: null } });
    const card = leadCard(placedEvents(history.positioned() as PositionedLeadEvent[]), Date.parse(NOW))!;
    const queue = repQueue([of('waiting', '2026-03-18T12:00:00Z'), card], Date.parse(NOW));
    expect(queue[0]).toMatchObject({
      because: 'Its owner has not followed up since it became theirs an unknown time ago',
      card: { lead: 'u', heldSince: { value: null } },
    });
  });

  it('a call by someone else leaves the lead untouched by its owner', () => {
    const card = of('x', '2026-03-02T09:00:00Z', (history) =>
      history.add('lead.follow-up-recorded', callData('Bo'), { knownAt: '2026-03-05T09:00:00Z' }),
    );
    expect(card).toMatchObject({ untouched: false, untouchedByOwner: true });
  });

  it('R0.10 a service time that is over or soon over comes first, waiting last but what is planned, and priority breaks a tie', () => {
    const sla = (slaId: string, dueAt: string) => (history: StreamHistory) =>
      history.add('lead.sla-started', {
        slaId,
        clock: 'answer',
        causeEventId: 'e',
        from: '2026-03-19T09:00:00.000Z',
        dueAt,
        targetMs: 1,
        calendar: null,
        pausesWhileWaiting: false,
        stops: 'outbound',
      });
    const waiting = (history: StreamHistory) =>
      called('2026-03-05T12:00:00Z')(history).add('lead.waiting-declared', {
        waitingId: 'w',
        on: 'customer',
        for: 'papers',
        until: '2026-03-25T12:00:00.000Z',
      });
    const important = (history: StreamHistory) =>
      planned('2026-03-18T12:00:00.000Z')(history).add('lead.attributes-changed', { attributes: { priority: 5 } });
    const queue = repQueue(
      [
        of('waiting', '2026-03-02T09:00:00Z', waiting),
        of('overdue', '2026-03-02T09:00:00Z', planned('2026-03-18T12:00:00.000Z')),
        of('important', '2026-03-02T09:00:00Z', important),
        of('answer-later', '2026-03-02T09:00:00Z', sla('s1', '2026-03-20T14:00:00.000Z')),
        of('answer-late', '2026-03-02T09:00:00Z', sla('s2', '2026-03-20T10:00:00.000Z')),
      ],
      Date.parse(NOW),
    );
    expect(queue.map(({ card, because }) => [card.lead, because])).toEqual([
      ['answer-late', 'answer is 2 hours overdue (2026-03-20T10:00:00.000Z)'],
      ['answer-later', 'answer is due in 2 hours (2026-03-20T14:00:00.000Z)'],
      ['important', 'Next action “call back” is 2 days overdue (due 2026-03-18T12:00:00.000Z)'],
      ['overdue', 'Next action “call back” is 2 days overdue (due 2026-03-18T12:00:00.000Z)'],
      ['waiting', 'Waits for papers until 2026-03-25T12:00:00.000Z'],
    ]);
  });
});
