import fc from 'fast-check';
import { type PositionedEvent, type RecordedLedgerEvent } from '#libs/contracts';
import { decideInTime } from './decide-in-time.js';
import { eventsOf } from './decided-events.js';
import { type Enforcement } from './decision.js';
import { intake, organisation } from './given-lead.fixture.js';
import { isoInstant } from './instant.js';
import { type LeadAction } from './lead-action.js';
import { leadFold } from './lead-fold.js';
import { holderAt, initialLead, type LeadState } from './lead-state.js';
import { ownershipPeriods } from './ownership/ownership-periods.js';

const START = Date.parse('2026-03-01T00:00:00Z');
const HOUR = 3_600_000;

const rep = fc.constantFrom('Ana', 'Bo');
const to = fc.oneof(
  rep.map((id) => ({ kind: 'person' as const, id })),
  fc.constantFrom({ kind: 'team' as const, id: 'North' }, { kind: 'pool' as const, id: 'intake' }, { kind: 'pool' as const, id: 'North' }),
);
const until = fc.option(fc.integer({ min: -40, max: 60 }), { nil: undefined });

/** `agoMs`: how long before the command it is said to have been; null: not said. */
interface Step {
  readonly make: (now: number) => LeadAction;
  readonly waitMs: number;
  readonly agoMs: number | null;
}
const first: Step = { make: () => ({ do: 'capture-inquiry' }), waitMs: 0, agoMs: null };

const action: fc.Arbitrary<(now: number) => LeadAction> = fc.oneof(
  to.map((holder) => () => ({ do: 'assign-lead' as const, to: holder })),
  to.map((holder) => () => ({ do: 'transfer-lead' as const, to: holder, reason: 'x' })),
  rep.map((id) => () => ({ do: 'claim-lead' as const, rep: id })),
  fc.constant(() => ({ do: 'release-lead' as const })),
  fc.constant(() => ({ do: 'recycle-lead' as const, pool: 'North' })),
  fc.constant(() => ({ do: 'win-lead' as const })),
  fc.constant(() => ({ do: 'reopen-lead' as const })),
  fc.constant(() => ({ do: 'capture-inquiry' as const })),
  fc.constant(() => ({ do: 'record-follow-up' as const, type: 'call', direction: 'outbound' as const })),
  fc.tuple(to, until).map(([holder, hours]) => (now: number) => ({
    do: 'correct-ownership' as const,
    to: holder,
    reason: 'entered late',
    ...(hours !== undefined && { until: isoInstant(now + hours * HOUR) }),
  })),
);
const step = fc.record({
  make: action,
  waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10 * HOUR })),
  agoMs: fc.option(fc.integer({ min: -40_000, max: 60 * HOUR }), { nil: null }),
});
const history = fc.array(step, { maxLength: 25 });

/** Sends each step as a command; what is refused adds nothing. */
function play(steps: readonly Step[], enforcement: Enforcement) {
  let state: LeadState = initialLead;
  let now = START;
  const events: RecordedLedgerEvent[] = [];
  [first, ...steps].forEach(({ make, waitMs, agoMs }, index) => {
    now += waitMs;
    const envelope = {
      commandId: `c${index}`,
      actor: { kind: 'person' as const, id: 'Ana', assurance: 'token' },
      rights: ['release-leads-of-others' as const, 'claim-for-others' as const],
      ...(agoMs !== null && { occurredAt: { precision: 'instant' as const, value: isoInstant(now - agoMs) } }),
    };
    const { decision, time } = decideInTime(state, make(now), envelope, { now, enforcement, organisation, sealedNote: null, intake });
    if (decision.kind === 'rejected') return;
    const recording = {
      commandHash: 'h',
      occurredAt: time.occurredAt,
      findings: decision.findings,
      knownAt: isoInstant(now),
      lastKnownAt: state.knownAt,
    };
    for (const event of eventsOf('lead-x', decision.events, envelope, recording)) {
      const recorded = { ...event, stream: 'lead-x', revision: events.length } as RecordedLedgerEvent;
      state = leadFold.evolve(state, recorded);
      events.push(recorded);
    }
  });
  return { state, events, now };
}

const sample = (state: LeadState, now: number): number[] => [
  ...state.ownership.flatMap(({ start, until: end }) => [start - 1, start, start + 1, ...(end === null ? [] : [end - 1, end])]),
  now,
  now + 1_000 * HOUR,
];

describe.each(['block', 'record-only'] as const)('any history of commands under %s', (enforcement) => {
  it('R0.6 gives at most one holder at every instant, the same by fold and by periods, and one ever after', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { state, events, now } = play(steps, enforcement);
        const periods = ownershipPeriods(events.map((event, index) => ({ ...event, position: index + 1 }) as PositionedEvent)).filter(
          (period) => period.until === null,
        );
        for (const at of sample(state, now)) {
          const held = periods.filter(({ value }) => value.from <= at && at < value.until);
          expect(held.length).toBeLessThanOrEqual(1);
          expect(held[0]?.value.holder ?? null).toEqual(holderAt(state, at)?.to ?? null);
        }
        expect(holderAt(state, now)).not.toBeNull();
      }),
    );
  });

  it('R0.6 names for every change of holder who had the lead before, unless history was told out of order', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const inOrder = steps.map((one) => ({ ...one, agoMs: null }));
        const { events } = play(inOrder, enforcement);
        let state = initialLead;
        for (const event of events) {
          const before = holderAt(state, Date.parse(event.metadata.occurredAt.value!))?.to;
          if ('previous' in event.data && 'to' in event.data) expect(event.data.previous).toEqual(before);
          state = leadFold.evolve(state, event);
        }
      }),
    );
  });
});
