import fc from 'fast-check';
import { type Holder, type PositionedEvent } from '#libs/contracts';
import { callData, captureData, moveData, person, pool, StreamHistory } from '#libs/testing';
import { type HeldPeriod, type OwnershipPeriod, ownershipPeriods } from './ownership-periods.js';
import { ownershipClaims } from './ownership-periods.js';
import { leadCard } from '../lead-card/fold-lead-card.js';
import { placedEvents, type PositionedLeadEvent } from './placed-events.js';
import { statusPeriods } from './status-periods.js';

/** The row that the table would give. */
function rowAt(
  periods: readonly OwnershipPeriod[],
  at: string,
  { knownAt, position }: { knownAt?: string; position?: number } = {},
): HeldPeriod | null {
  const t = Date.parse(at);
  const rows = periods.filter(({ value, from, until }) => {
    if (!(value.from <= t && t < value.until)) return false;
    if (position !== undefined) return from.position <= position && (until === null || position < until.position);
    if (knownAt !== undefined) return from.knownAt <= knownAt && (until === null || knownAt < until.knownAt);
    return until === null;
  });
  expect(rows.length).toBeLessThanOrEqual(1);
  return rows[0]?.value ?? null;
}

const z = (text: string): string => `2026-${text.replace(' ', 'T')}${text.length === 11 ? ':00' : ''}.000Z`;

/** "Owner on two clocks" of the worked examples; `seventh` is who takes it at 7. */
function workedExample({ until, seventh = 'Di' }: { until?: string; seventh?: string } = {}): StreamHistory {
  return new StreamHistory('lead-1')
    .add('lead.captured', captureData('1'), { knownAt: z('02-28 09:00:00') })
    .add('lead.assigned', moveData(person('Ana')), { knownAt: z('02-28 09:00:05'), policy: { name: 'social', version: 4 } })
    .add('lead.follow-up-recorded', callData('Bo'), { knownAt: z('03-03 15:05'), occurredAt: z('03-03 15:00'), by: 'Bo' })
    .add('lead.transferred', moveData(person('Cy'), { previous: person('Ana'), reason: 'Ana is in training' }), {
      knownAt: z('03-04 10:00'),
      by: 'Mia',
    })
    .add(
      'lead.ownership-corrected',
      { to: person('Bo'), team: null, until: until === undefined ? null : z(until), reason: 'entered late' },
      { knownAt: z('03-06 16:00'), occurredAt: z('03-02 08:00'), by: 'Mia' },
    )
    .add('lead.recycled', moveData(pool('North'), { previous: person('Cy') }), { knownAt: z('03-20 00:05'), occurredAt: z('03-20 00:00') })
    .add('lead.claimed', moveData(person(seventh), { previous: pool('North') }), { knownAt: z('03-21 11:00') });
}

describe('ownership on two clocks: the worked example', () => {
  const periods = ownershipPeriods(workedExample().positioned());
  const ask = (at: string, known?: { knownAt?: string; position?: number }) => rowAt(periods, at, known);

  it('R0.7 at 02-28 09:00:02 the intake pool', () => {
    expect(ask(z('02-28 09:00:02'))).toMatchObject({ holder: pool('intake'), cause: 'capture' });
  });
  it('R0.7 at 03-01 12:00 Ana, cause social@4', () => {
    expect(ask(z('03-01 12:00'))).toMatchObject({ holder: person('Ana'), cause: 'social@4' });
  });
  it('R5.1 at 03-03 12:00 Bo, cause correction, since 03-02 08:00', () => {
    expect(ask(z('03-03 12:00'))).toMatchObject({
      holder: person('Bo'),
      cause: 'correction',
      since: { precision: 'instant', value: z('03-02 08:00') },
    });
  });
  it('R5.1 at 03-03 12:00, known at 03-05 00:00 or at position 4, Ana', () => {
    expect(ask(z('03-03 12:00'), { knownAt: z('03-05 00:00') })).toMatchObject({ holder: person('Ana') });
    expect(ask(z('03-03 12:00'), { position: 4 })).toMatchObject({ holder: person('Ana') });
    expect(ask(z('03-03 12:00'), { position: 5 })).toMatchObject({ holder: person('Bo') });
  });
  it('R0.7 at 03-05 00:00 Cy, cause transfer, since 03-04 10:00: a correction holds until the next ownership event', () => {
    expect(ask(z('03-05 00:00'))).toMatchObject({
      holder: person('Cy'),
      cause: 'transfer',
      since: { value: z('03-04 10:00') },
      actor: { id: 'Mia' },
    });
  });
  it('R0.7 at 03-05 00:00, had the correction said "until 03-05 12:00", Bo; Cy from 03-05 12:00', () => {
    const bounded = ownershipPeriods(workedExample({ until: '03-05 12:00' }).positioned());
    expect(rowAt(bounded, z('03-05 00:00'))).toMatchObject({
      holder: person('Bo'),
      since: { value: z('03-02 08:00') },
      end: { value: z('03-05 12:00') },
    });
    expect(rowAt(bounded, z('03-05 11:59'))).toMatchObject({ holder: person('Bo') });
    expect(rowAt(bounded, z('03-05 12:00'))).toMatchObject({ holder: person('Cy'), cause: 'transfer', since: { value: z('03-05 12:00') } });
    expect(rowAt(bounded, z('03-05 00:00'), { position: 4 })).toMatchObject({ holder: person('Cy') });
  });
  it('R0.7 at 03-20 12:00 pool North', () => {
    expect(ask(z('03-20 12:00'))).toMatchObject({ holder: pool('North'), cause: 'recycle' });
  });
  it('R5.1 at 03-20 00:02, known at 03-20 00:02, Cy: the recycling was recorded three minutes later', () => {
    expect(ask(z('03-20 00:02'), { knownAt: z('03-20 00:02') })).toMatchObject({ holder: person('Cy'), end: null });
    expect(ask(z('03-20 00:02'))).toMatchObject({ holder: pool('North') });
  });
  it('T15 at 03-22 00:00, known at 03-20 23:00, pool North, open: nothing later was known', () => {
    expect(ask(z('03-22 00:00'), { knownAt: z('03-20 23:00') })).toMatchObject({ holder: pool('North'), end: null });
    expect(ask(z('03-22 00:00'))).toMatchObject({ holder: person('Di'), cause: 'claim', end: null });
  });
  it('R5.1 the follow-up of 03-03 counts for Bo as known now, for Ana as known at 03-05', () => {
    expect(ask(z('03-03 15:00'))).toMatchObject({ holder: person('Bo') });
    expect(ask(z('03-03 15:00'), { knownAt: z('03-05 00:00') })).toMatchObject({ holder: person('Ana') });
  });
  it('R0.16 assignments first / all / without re-claims by the previous owner: 1 / 3 / 3, and 1 / 3 / 2 had Cy claimed at 7', () => {
    const counts = (history: StreamHistory): [number, number, number] => {
      const given = history.positioned().filter(({ type }) => ['lead.assigned', 'lead.transferred', 'lead.claimed'].includes(type));
      const owners = given.map((event) => (event.data as { to: Holder }).to as { id: string });
      const lastOwners = owners.map((_, index) => owners[index - 1]?.id ?? null);
      return [Math.min(1, given.length), given.length, owners.filter(({ id }, index) => id !== lastOwners[index]).length];
    };
    expect(counts(workedExample())).toEqual([1, 3, 3]);
    expect(counts(workedExample({ seventh: 'Cy' }))).toEqual([1, 3, 2]);
  });
});

describe('ownership of any history', () => {
  const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
  const holder = fc.oneof(
    fc.constantFrom('Ana', 'Bo', 'Cy').map(person),
    fc.constantFrom('intake', 'North').map(pool),
    fc.constant<Holder>({ kind: 'unknown' }),
  );
  const step = fc.record({
    what: fc.constantFrom(
      'assigned',
      'claimed',
      'transferred',
      'released',
      'recycled',
      'corrected',
      'corrected',
      'follow-up',
      'won',
      'reopened',
      'retracted',
    ),
    to: holder,
    minute: fc.integer({ min: 0, max: 40 }),
    precision: fc.constantFrom('instant', 'instant', 'instant', 'day', 'unknown'),
    day: fc.integer({ min: 1, max: 3 }),
    length: fc.option(fc.integer({ min: 1, max: 15 })),
    recordedAfter: fc.integer({ min: 0, max: 3 }),
    importId: fc.option(fc.constantFrom('a-1', 'b-1')),
  });
  const random = fc.tuple(fc.constantFrom('instant', 'unknown'), fc.array(step, { maxLength: 14 })).map(([first, steps]) => {
    let known = 0;
    const history = new StreamHistory('lead-x').add('lead.captured', captureData('x'), {
      knownAt: at(0),
      ...(first === 'unknown' && { occurredAt: { precision: 'unknown', value: null } }),
    });
    for (const { what, to, minute, precision, day, length, recordedAfter, importId } of steps) {
      known += recordedAfter;
      const said = {
        knownAt: at(known),
        occurredAt:
          precision === 'unknown'
            ? ({ precision: 'unknown', value: null } as const)
            : precision === 'day'
              ? ({ precision: 'day', value: `2026-01-0${day}`, zone: 'Europe/Berlin' } as const)
              : at(minute),
        ...(importId !== null && { importId }),
      };
      if (what === 'corrected')
        history.add(
          'lead.ownership-corrected',
          { to, team: null, until: length === null ? null : at(minute + length), reason: 'r' },
          { ...said, occurredAt: at(minute) },
        );
      else if (what === 'follow-up') history.add('lead.follow-up-recorded', callData('Ana'), said);
      else if (what === 'won') history.add('lead.won', { value: null, reason: null }, said);
      else if (what === 'reopened') history.add('lead.reopened', { reason: null }, said);
      else if (what === 'retracted') history.add('lead.import-retracted', { importId: 'a-1' }, { knownAt: at(known) });
      else history.add(`lead.${what}` as 'lead.assigned', moveData(to), said);
    }
    return history.positioned();
  });

  /** The rule, said once more in the slowest way: try every claim, and let the better one win. */
  function oracle(events: readonly PositionedEvent[], t: number): string | null {
    const claims = ownershipClaims(placedEvents(events as PositionedLeadEvent[]));
    if (!claims.some(({ cause }) => cause === 'capture')) return null;
    const covering = claims.filter(({ start, until }) => start <= t && (until === null || t < until));
    const bounded = covering
      .filter(({ until }) => until !== null)
      .sort((a, b) => a.revision - b.revision)
      .at(-1);
    const plain = covering.filter(({ until }) => until === null);
    if (!bounded) return plain.at(-1)?.event.id ?? null;
    return (
      plain.filter(({ start, revision }) => start >= bounded.start && revision > bounded.revision).at(-1)?.event.id ?? bounded.event.id
    );
  }
  const instants = (events: readonly PositionedEvent[]): number[] => {
    const minutes = Array.from({ length: 60 }, (_, minute) => Date.parse(at(minute)));
    return [
      ...minutes,
      Date.parse('2025-12-31T23:00:00Z'),
      Date.parse('2026-01-02T12:00:00Z'),
      Date.parse('2026-02-01T00:00:00Z'),
      events.length,
    ];
  };

  it('R0.6 the rows answer for every instant, known time and position what the rule says of the events known then', () => {
    fc.assert(
      fc.property(random, (events) => {
        const periods = ownershipPeriods(events);
        for (let count = 1; count <= events.length; count++) {
          const known = events.slice(0, count);
          const position = known.at(-1)!.position;
          for (const t of instants(events)) {
            expect(rowAt(periods, new Date(t).toISOString(), { position })?.eventId ?? null).toBe(oracle(known, t));
          }
        }
        for (let minute = 0; minute < 45; minute += 3) {
          const known = events.filter(({ metadata }) => metadata.knownAt <= at(minute));
          for (const t of instants(events)
            .slice(0, 61)
            .filter((_, index) => index % 7 === 0)) {
            expect(rowAt(periods, new Date(t).toISOString(), { knownAt: at(minute) })?.eventId ?? null).toBe(oracle(known, t));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('R0.6 periods of one state of knowledge never overlap and leave no gap from the first to the open end', () => {
    fc.assert(
      fc.property(random, (events) => {
        const periods = ownershipPeriods(events);
        for (const { position } of events) {
          const rows = periods
            .filter(({ from, until }) => from.position <= position && (until === null || position < until.position))
            .map(({ value }) => value)
            .sort((a, b) => (a.from < b.from ? -1 : 1));
          rows.forEach((row, index) => expect(row.until).toBe(rows[index + 1]?.from ?? Infinity));
          for (const row of rows) expect(row.from).toBeLessThan(row.until);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('R0.6 neither do those of one status, which no constraint of the database holds apart', () => {
    fc.assert(
      fc.property(random, (events) => {
        const periods = statusPeriods(events);
        for (const { position } of events) {
          const rows = periods
            .filter(({ from, until }) => from.position <= position && (until === null || position < until.position))
            .map(({ value }) => value)
            .sort((a, b) => (a.from < b.from ? -1 : 1));
          rows.forEach((row, index) => expect(row.until).toBe(rows[index + 1]?.from ?? Infinity));
          for (const row of rows) expect(row.from).toBeLessThan(row.until);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('R0.6 every period has from, to, cause, actor and reason, and an unknown time is never printed', () => {
    fc.assert(
      fc.property(random, (events) => {
        for (const { value } of ownershipPeriods(events)) {
          expect(value.cause).not.toBe('');
          expect(value.actor.id).toBe('tester');
          for (const time of [value.since, value.end]) if (time?.precision === 'unknown') expect(time.value).toBeNull();
          if (value.from === -Infinity) expect(value.since.value).toBeNull();
        }
      }),
      { numRuns: 100 },
    );
  });

  it('R0.12 periods known up to a position are those of the events up to it, later closed but never changed', () => {
    fc.assert(
      fc.property(random, (events) => {
        const whole = ownershipPeriods(events);
        for (let count = 1; count < events.length; count++) {
          const last = events[count - 1]!.position;
          const then = ownershipPeriods(events.slice(0, count));
          const asThen = whole
            .filter(({ from }) => from.position <= last)
            .map((layer) => (layer.until && layer.until.position > last ? { ...layer, until: null } : layer));
          const sorted = (layers: readonly OwnershipPeriod[]) =>
            layers.map((layer) => JSON.stringify({ ...layer, f: layer.value.from, u: layer.value.until })).sort();
          expect(sorted(asThen)).toEqual(sorted(then));
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('ownership, case by case', () => {
  it('T14 from A to B to C within five seconds: three events, three periods', () => {
    const history = new StreamHistory('lead-1').add('lead.captured', captureData('1'), { knownAt: z('03-01 09:00:00') });
    for (const [second, who] of ['A', 'B', 'C'].entries())
      history.add('lead.transferred', moveData(person(who)), { knownAt: z(`03-01 09:00:0${2 + second}`) });
    const now = ownershipPeriods(history.positioned()).filter(({ until }) => until === null);
    expect(now.map(({ value }) => (value.holder as { id: string }).id)).toEqual(['intake', 'A', 'B', 'C']);
  });

  it('R6.1 a retracted import leaves the owner as if it had not been; before the retraction it was so', () => {
    const history = new StreamHistory('lead-1')
      .add('lead.captured', captureData('1'), { knownAt: z('03-01 09:00:00') })
      .add('lead.assigned', moveData(person('Ana')), { knownAt: z('03-02 09:00:00'), importId: 'old-1' })
      .add('lead.import-retracted', { importId: 'old-1' }, { knownAt: z('03-05 09:00:00') });
    const periods = ownershipPeriods(history.positioned());
    expect(rowAt(periods, z('03-03 09:00'))).toMatchObject({ holder: pool('intake'), end: null });
    expect(rowAt(periods, z('03-03 09:00'), { position: 2 })).toMatchObject({ holder: person('Ana') });
    expect(rowAt(periods, z('03-03 09:00'), { knownAt: z('03-04 09:00') })).toMatchObject({ holder: person('Ana') });
  });

  it('R6.1 a lead whose capture was retracted is held by nobody, and as known before it was', () => {
    const history = new StreamHistory('lead-1')
      .add('lead.captured', captureData('1'), { knownAt: z('03-01 09:00:00'), importId: 'old-1' })
      .add('lead.assigned', moveData(person('Ana')), { knownAt: z('03-02 09:00:00') })
      .add('lead.import-retracted', { importId: 'old-1' }, { knownAt: z('03-05 09:00:00') });
    const periods = ownershipPeriods(history.positioned());
    expect(rowAt(periods, z('03-03 09:00'))).toBeNull();
    expect(rowAt(periods, z('03-03 09:00'), { position: 2 })).toMatchObject({ holder: person('Ana') });
  });

  it('a date stays a date: the period begins at its first instant in its zone and says the date', () => {
    const history = new StreamHistory('lead-1')
      .add('lead.captured', captureData('1'), {
        knownAt: z('03-28 09:00:00'),
        occurredAt: { precision: 'day', value: '2026-03-28', zone: 'Europe/Berlin' },
      })
      .add('lead.assigned', moveData(person('Ana')), { occurredAt: { precision: 'day', value: '2026-03-29', zone: 'Europe/Berlin' } });
    const periods = ownershipPeriods(history.positioned());
    expect(rowAt(periods, z('03-28 22:59'))).toMatchObject({ holder: pool('intake'), end: { precision: 'day', value: '2026-03-29' } });
    expect(rowAt(periods, z('03-28 23:00'))).toMatchObject({ holder: person('Ana'), since: { precision: 'day', value: '2026-03-29' } });
  });

  it('T17 an unknown time takes the bound of the event before it and is not printed', () => {
    const history = new StreamHistory('lead-1')
      .add('lead.captured', captureData('1'), { knownAt: z('03-01 09:00:00'), occurredAt: { precision: 'unknown', value: null } })
      .add('lead.follow-up-recorded', callData('Ana'), { occurredAt: z('03-05 09:00') })
      .add('lead.assigned', moveData(person('Ana')), { knownAt: z('03-06 09:00:00'), occurredAt: { precision: 'unknown', value: null } });
    const periods = ownershipPeriods(history.positioned());
    expect(rowAt(periods, '1999-01-01T00:00:00Z')).toMatchObject({ holder: pool('intake'), since: { precision: 'unknown', value: null } });
    expect(rowAt(periods, z('03-05 09:00'))).toMatchObject({ holder: person('Ana'), since: { precision: 'unknown', value: null } });
  });
});

describe('a deal that was won two days before it was opened', () => {
  const events = new StreamHistory('lead-1')
    .add('lead.captured', captureData('1'), { knownAt: z('03-05 09:00'), occurredAt: z('03-05 09:00') })
    .add('lead.won', { value: null, reason: null }, { knownAt: z('03-05 09:00'), occurredAt: z('03-03 09:00') })
    .positioned();

  it('R0.7 was never open, and stays won after its capture', () => {
    const last = statusPeriods(events).filter(({ until }) => until === null);
    expect(last.map(({ value: { status, from } }) => ({ status, from }))).toEqual([{ status: 'won', from: Date.parse(z('03-03 09:00')) }]);
    expect(leadCard(placedEvents(events as PositionedLeadEvent[]), Infinity)).toMatchObject({ status: 'won' });
  });
});
