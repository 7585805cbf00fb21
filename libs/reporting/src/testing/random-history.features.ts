import fc from 'fast-check';
import { type Holder, type LedgerEvent, type OccurredAt } from '#libs/contracts';
import { day, History, unknownTime } from './history.features.js';
import { figureEvent } from './random-figures.features.js';

/** One thing that happens, as small numbers, so that a failing history shrinks well. */
export interface Step {
  readonly kind: number;
  readonly lead: number;
  readonly a: number;
  readonly b: number;
  /** Hours from the start, not in order: late entries are the rule. */
  readonly hour: number;
  readonly clock: number;
  readonly imported: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.nat({ max: 40 }),
  lead: fc.nat({ max: 4 }),
  a: fc.nat({ max: 5 }),
  b: fc.nat({ max: 5 }),
  hour: fc.nat({ max: 24 * 70 }),
  clock: fc.nat({ max: 9 }),
  imported: fc.nat({ max: 9 }),
});

export const randomSteps = fc.array(step, { minLength: 1, maxLength: 60 });

const START = Date.UTC(2026, 1, 20);
const HOUR = 3_600_000;
const reps = ['ana', 'bo', 'cy'];
const teams = ['north', 'south', null];
const channels = ['web', 'mail', 'phone'];
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;

function holderOf(a: number): Holder {
  if (a === 5) return { kind: 'unknown' };
  if (a === 4) return { kind: 'team', id: 'north' };
  return a === 3 ? { kind: 'pool', id: 'intake' } : { kind: 'person', id: reps[a]! };
}

function timeOf({ hour, clock }: Step): OccurredAt {
  const at = new Date(START + hour * HOUR).toISOString();
  if (clock === 0) return unknownTime;
  if (clock <= 2) return day(at.slice(0, 10), clock === 1 ? 'UTC' : 'Europe/Berlin');
  // Few distinct instants, so that ties are frequent.
  return { precision: 'instant', value: clock <= 5 ? `${at.slice(0, 10)}T12:00:00.000Z` : at };
}

function eventOf(history: History, { kind, lead, a, b, hour }: Step): LedgerEvent | null {
  const to = holderOf(a);
  const moved = { to, team: pick(teams, b), previous: { kind: 'unknown' as const }, reason: null };
  const owner: Holder = { kind: 'person', id: pick(reps, a) };
  switch (kind) {
    case 0:
    case 1:
      return { type: 'lead.assigned', data: { ...moved, to: a > 3 ? to : owner } };
    case 2:
      return { type: 'lead.claimed', data: { ...moved, to: owner } };
    case 3:
      return { type: 'lead.transferred', data: { ...moved, to } };
    case 4:
      return { type: 'lead.released', data: { ...moved, to: { kind: 'pool', id: 'intake' } } };
    case 5:
      return { type: 'lead.recycled', data: { ...moved, to: { kind: 'pool', id: 'north' } } };
    case 6:
    case 7:
      return {
        type: 'lead.ownership-corrected',
        data: { to, team: pick(teams, b), until: b > 2 ? new Date(START + (hour + b * 40) * HOUR).toISOString() : null, reason: 'late' },
      };
    case 8:
    case 9:
    case 10:
    case 11:
      return {
        type: 'lead.follow-up-recorded',
        data: {
          followUpId: `f${history.events.length}`,
          type: pick(['call', 'email'], a),
          direction: pick(['outbound', 'inbound', 'outbound', 'internal'] as const, b),
          outcome: pick([null, 'reached', 'no_answer'], a),
          automatic: b === 5,
          by: a === 5 ? null : pick(reps, a),
          sealedNote: null,
        },
      };
    case 12:
    case 13:
      return { type: 'lead.stage-entered', data: { stage: pick(['new', 'talks', 'offer'], a), process: null, previous: null } };
    case 14:
    case 15:
      return {
        type: 'lead.won',
        data: {
          value: a === 5 ? null : { amount: pick(['1200', '0.10', '99.999999', '-3.5', '7'], a), currency: pick(['EUR', 'USD'], b) },
          reason: null,
        },
      };
    case 16:
      return { type: 'lead.lost', data: { reason: null } };
    case 17:
      return { type: 'lead.closed', data: { disposition: 'no_fit', reason: null } };
    case 18:
      return { type: 'lead.marked-invalid', data: { reason: 'spam' } };
    case 19:
      return { type: 'lead.reopened', data: { reason: null } };
    case 20:
      return { type: 'lead.attributes-changed', data: { attributes: { region: pick(['EMEA', null, 'APAC'], a), size: b } } };
    case 21:
      return b < 2 ? { type: 'lead.import-retracted', data: { importId: `imp${lead % 2}` } } : null;
    case 26:
    case 27:
    case 28:
    case 29:
      return serviceEvent(history, lead, a, b, hour);
    default:
      return null;
  }
}

const berlinWeek = {
  days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const,
  hours: [
    ['09:00', '13:00'],
    ['14:00', '18:00'],
  ] as const,
};
const nightWeek = {
  days: ['sat', 'sun', 'wed'] as const,
  hours: [
    ['22:00', '06:00'],
    ['08:00', '09:30'],
    ['10:00', '24:00'],
  ] as const,
};

function calendarOf(
  version: number,
  week: typeof berlinWeek | typeof nightWeek,
  effectiveFrom: string | null,
): LedgerEvent<'calendar.published'>['data'] {
  return {
    calendarId: 'berlin',
    version,
    name: 'Berlin',
    zone: 'Europe/Berlin',
    weekly: [{ days: [...week.days], hours: week.hours.map(([from, to]): [string, string] => [from, to]) }],
    exceptions: [{ date: '2026-04-03', name: 'Good Friday', hours: [] }],
    effectiveFrom,
    sources: [],
    document: '',
    documentHash: '',
    reason: 'test',
  };
}

const instantAt = (hour: number): string => new Date(START + hour * HOUR).toISOString();

/** One of three people is taken for another, or no longer; never in a circle, as the command would refuse it. */
function mergeEvent(takenFor: Map<string, string>, { a, b }: Step): LedgerEvent<'person.merged' | 'person.unmerged'> | null {
  const [personId, into] = [`p${a % 3}`, `p${b % 3}`];
  const from = takenFor.get(personId);
  if (from !== undefined) {
    takenFor.delete(personId);
    return { type: 'person.unmerged', data: { personId, from, reason: 'test' } };
  }
  let root: string | undefined = into;
  while (root !== undefined && root !== personId) root = takenFor.get(root);
  if (root === personId) return null;
  takenFor.set(personId, into);
  return { type: 'person.merged', data: { personId, into, reason: 'test' } };
}

/** Rates with days on which there is none. */
function ratesOf(name: string, version: number, b: number): LedgerEvent<'rates.published'>['data'] {
  const [to, currency] = name === 'ecb' ? ['EUR', 'USD'] : ['USD', 'EUR'];
  const dayAt = (days: number): string => new Date(START + days * 24 * HOUR).toISOString().slice(0, 10);
  const rates = [0, 3, 10 + b, 30, 31 + b, 60].map((days, index) => ({ currency, from: dayAt(days), rate: `0.9${index}${b}0001` }));
  const distinct = [...new Map(rates.map((rate) => [rate.from, rate])).values()];
  return { name, version, document: '', documentHash: '', to, holdsDays: 7 + b * 4, rates: distinct, reason: 'test' };
}

/** A clock begins, or something happens to one that runs on the lead. */
function serviceEvent(history: History, lead: number, a: number, b: number, hour: number): LedgerEvent {
  const started = history.events.flatMap((event) =>
    event.stream === `lead-l${lead}` && event.type === 'lead.sla-started' ? [event.data.slaId] : [],
  );
  const at = instantAt(hour);
  const slaId = a < 2 || started.length === 0 ? null : pick(started, hour);
  if (slaId === null)
    return {
      type: 'lead.sla-started',
      data: {
        slaId: `sla${history.events.length}`,
        clock: pick(['first_response', 'call_back'], b),
        causeEventId: 'x',
        from: at,
        dueAt: instantAt(hour + b),
        targetMs: (b + 1) * HOUR,
        calendar: b > 3 ? null : { id: 'berlin', version: 1 },
        pausesWhileWaiting: true,
        stops: pick(['outbound', 'any-contact', 'assigned'] as const, b),
      },
    };
  if (a === 2) return { type: 'lead.sla-paused', data: { slaId, at, waitingId: 'w', remainingMs: b } };
  if (a === 3) return { type: 'lead.sla-resumed', data: { slaId, at, dueAt: instantAt(hour + b) } };
  if (a === 4) return { type: 'lead.sla-met', data: { slaId, at, byEventId: 'x', by: pick(reps, b), elapsedMs: b * HOUR, late: b > 2 } };
  return {
    type: 'lead.sla-breached',
    data: {
      slaId,
      clock: 'first_response',
      dueAt: at,
      holder: holderOf(b),
      team: pick(teams, b),
      earlier: b > 3 ? [] : [0, b].map((each) => ({ holder: holderOf(each), from: null, until: at })),
      pauses: [],
    },
  };
}

/** A decision about a lead, or what became of one. */
function dispatchEvent(history: History, { lead, a, b, hour }: Step): LedgerEvent {
  const decided = history.events.flatMap((event) => (event.type === 'assignment.decided' ? [event.data] : []));
  const earlier = a > 2 && decided.length > 0 ? pick(decided, hour) : null;
  if (earlier) {
    const { decisionId, leadId, policy } = earlier;
    return a === 3
      ? {
          type: 'assignment.superseded',
          data: { decisionId, leadId, because: pick(['lead-moved', 'refused'], b), by: null, refused: null },
        }
      : {
          type: 'assignment.overridden',
          data: {
            decisionId,
            leadId,
            policy,
            entry: null,
            chosen: holderOf(0),
            to: holderOf(b),
            by: { kind: 'person', id: 'mia', assurance: 'test' },
            reason: null,
            eventId: 'x',
          },
        };
  }
  const isHeld = b === 5;
  return {
    type: isHeld ? 'assignment.held' : 'assignment.decided',
    data: {
      decisionId: `d${history.events.length}`,
      leadId: `l${lead}`,
      inquiryId: null,
      mode: a === 1 ? 'shadow' : 'live',
      policy: { name: pick(['social', 'web'], a), version: 1 + (b % 3) },
      team: 'north',
      decidedAt: { position: history.events.length, at: instantAt(hour) },
      leadRevision: 0,
      rule: { kind: b === 4 ? 'fallback' : 'entry', name: pick(['big', 'rest', null], b), strategy: 'weighted' },
      candidates: reps
        .slice(0, b % 4)
        .map((rep, index) => ({ rep, excluded: index === a ? { code: 'capacity', numbers: {} } : null, compared: null })),
      comparison: null,
      chosen: isHeld ? null : holderOf(b),
      fallbacks:
        b === 4
          ? [
              { step: 'team', to: null, failed: 'nobody' },
              { step: 'pool', to: holderOf(3), failed: null },
            ]
          : [],
      alert: null,
      seed: null,
      heldUntil: isHeld ? instantAt(hour + 5) : null,
      returns: null,
      fairness:
        isHeld || b === 2
          ? null
          : { rep: pick(reps, b), turns: 1, weight: 1, value: pick([null, 0.1, 12_000, 1e-7, -2.5, 1e20 / 3 / 1e18], a + hour) },
    },
  };
}

/** A valid log from the steps: every lead begins with its capture, the second clock only goes forward. */
export function historyOf(steps: readonly Step[]): History {
  const history = new History();
  const captured = new Set<number>();
  const takenFor = new Map<string, string>();
  let known = START + 100 * 24 * HOUR;
  const knownAt = (): string => new Date((known += 37 * 60_000)).toISOString();
  history.add('calendar-berlin', { type: 'calendar.published', data: calendarOf(1, berlinWeek, null) }, { knownAt: knownAt() });
  history.add('rates-ecb', { type: 'rates.published', data: ratesOf('ecb', 1, 0) }, { knownAt: knownAt() });
  history.add('rates-fed', { type: 'rates.published', data: ratesOf('fed', 1, 3) }, { knownAt: knownAt() });
  for (const [index, rep] of reps.entries())
    history.add(
      `rep-${rep}`,
      {
        type: 'rep.joined',
        data: { repId: rep, name: rep.toUpperCase(), attributes: { manager: index === 0 ? 'mo' : 'lu', level: index } },
      },
      { knownAt: knownAt(), ...(index === 0 && { importId: 'imp0' }) },
    );
  for (const each of steps) {
    const written = { occurredAt: timeOf(each), knownAt: knownAt(), ...(each.imported < 3 && { importId: `imp${each.imported % 2}` }) };
    if (each.kind === 30) {
      const data = calendarOf(history.events.length, each.a < 3 ? berlinWeek : nightWeek, each.b < 3 ? null : instantAt(each.hour));
      history.add('calendar-berlin', { type: 'calendar.published', data }, { knownAt: knownAt() });
      continue;
    }
    if (each.kind === 34) {
      const name = each.a < 3 ? 'ecb' : 'fed';
      history.add(`rates-${name}`, { type: 'rates.published', data: ratesOf(name, history.events.length, each.b) }, { knownAt: knownAt() });
      continue;
    }
    if (each.kind > 36) {
      const figure = figureEvent(history, each);
      history.add(`definition-${(figure.data as { name: string }).name}`, figure, written);
      continue;
    }
    if (each.kind > 34) {
      const merge = mergeEvent(takenFor, each);
      if (merge) history.add(`person-${merge.data.personId}`, merge, { knownAt: knownAt() });
      continue;
    }
    const first = !captured.has(each.lead);
    if (each.kind > 30) {
      history.add(`dispatch-${each.lead < 3 ? 'north' : 'south'}`, dispatchEvent(history, each), written);
      continue;
    }
    const event = first ? null : eventOf(history, each);
    if (event) history.add(`lead-l${each.lead}`, event, written);
    else {
      captured.add(each.lead);
      history.inquiry(
        `l${each.lead}`,
        {
          first,
          person: each.b === 5 ? null : `p${each.lead % 3}`,
          channel: pick(channels, each.a),
          source: each.b === 4 ? 'test' : 'site',
          valid: each.b !== 3,
          holder: holderOf(each.a),
          team: pick(teams, each.b),
          attributes: { region: pick(['EMEA', 'APAC', null], each.a), size: each.b },
        },
        written,
      );
    }
    if (each.kind === 22)
      history.add(
        `rep-${pick(reps, each.a)}`,
        { type: 'rep.profile-changed', data: { name: 'New name', attributes: { manager: pick(['mo', 'lu'], each.b) } } },
        written,
      );
    if (each.kind > 23 && each.kind < 27) history.add(`rep-${pick(reps, each.a)}`, membershipEvent(each), written);
    if (each.kind === 23) history.add(`rep-${pick(reps, each.a)}`, importedRep(each), { ...written, importId: `imp${each.lead % 2}` });
  }
  return history;
}

/** An import says so too, or is undone. */
function membershipEvent({ b, lead }: Step): LedgerEvent {
  const team = pick(['north', 'south'], lead);
  if (b === 0) return { type: 'rep.deactivated', data: { reason: null } };
  if (b === 1) return { type: 'rep.team-left', data: { team } };
  return b === 2 ? { type: 'rep.membership-confirmed', data: { team } } : { type: 'rep.team-joined', data: { team } };
}

function importedRep({ a, b, lead }: Step): LedgerEvent<'rep.confirmed' | 'rep.import-retracted'> {
  if (b === 0) return { type: 'rep.import-retracted', data: { importId: `imp${lead % 2}` } };
  const repId = pick(reps, a);
  if (b < 3) return { type: 'rep.confirmed', data: { repId, name: null, attributes: {} } };
  return { type: 'rep.confirmed', data: { repId, name: 'Same name', attributes: { manager: pick(['mo', 'lu'], b) } } };
}

/** One long history, the same for the same seed. */
export const sampleHistory = (seed: number): History =>
  historyOf(fc.sample(fc.array(step, { minLength: 80, maxLength: 80 }), { seed, numRuns: 1 })[0]!);
