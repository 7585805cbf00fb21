import fc from 'fast-check';
import { type RecordedLedgerEvent } from '#libs/contracts';
import { decideInTime } from './decide-in-time.js';
import { eventsOf } from './decided-events.js';
import { type Enforcement } from './decision.js';
import { intake, organisation } from './given-lead.fixture.js';
import { isoInstant } from './instant.js';
import { type LeadAction } from './lead-action.js';
import { leadFold } from './lead-fold.js';
import { initialLead, type LeadState } from './lead-state.js';

const START = Date.parse('2026-03-01T00:00:00Z');
export const HOUR = 3_600_000;

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
/** A life of one lead, told by commands in any order of time. */
export const history = fc.array(step, { maxLength: 25 });

/** Sends each step as a command; what is refused adds nothing. */
export function play(steps: readonly Step[], enforcement: Enforcement) {
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
