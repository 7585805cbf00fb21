import { roundTheClock } from '#libs/calendar';
import { type Actor, type Inquiry } from '#libs/contracts';
import { testCalendar } from '#libs/dispatch';
import { noCodes } from '#libs/expressions';
import { type EventToAppend } from '#libs/event-store';
import { type PolicyTestResult } from '#libs/governance';
import { assertNever, derivedId } from '#libs/platform';
import { isoInstant } from '../instant.js';
import { type LeadFact } from '../decision.js';
import { eventsOf } from '../decided-events.js';
import { foldedWith } from '../lead-fold.js';
import { initialLead, type LeadEvent, type LeadState } from '../lead-state.js';
import { type SlaCalendar, type SlaCalendars } from './sla-calendars.js';
import { slaChanges } from './sla-changes.js';
import { type SlaSpec } from './sla-spec.js';
import { type Happening, type SlaTest, type SlaTestExpectation } from './sla-test.js';

const LEAD = 'lead-of-the-test';
const STREAM = `lead-${LEAD}`;
const REP = { kind: 'person' as const, id: 'rep of the test' };
const QUEUE = { kind: 'pool' as const, id: 'intake' };
const POLICY = { name: 'policy', version: 1 };
const ACTOR: Actor = { kind: 'person', id: REP.id, assurance: 'test' };

/** Lets each test case happen to a lead, and runs the clocks of the policy on it as they run live. */
export const runSlaTests = (spec: SlaSpec, zone: string): Promise<readonly PolicyTestResult[]> =>
  Promise.all(
    spec.tests.map(async (test) => {
      const { slas } = (await leadOf(spec, test, zone)).clocks;
      const differences = test.expect.flatMap((expected) =>
        differenceOf(
          expected,
          slas.findLast(({ clock }) => clock === expected.clock),
        ),
      );
      return { name: test.name, passed: differences.length === 0, difference: differences.join('; ') || null };
    }),
  );

async function leadOf(spec: SlaSpec, test: SlaTest, zone: string): Promise<LeadState> {
  const calendars = calendarsOf(test, zone);
  const policy = { ...POLICY, holding: { ...POLICY, since: -Infinity, spec, codes: noCodes } };
  let state = initialLead;
  for (const [index, { what, at }] of test.happens.entries()) {
    const [event] = recorded([factOf(what, test, index, at)], ACTOR, index, at);
    state = foldedWith(state, [event!], STREAM, state.revision);
    const happened = { ...event!, stream: STREAM, revision: state.revision } as LeadEvent;
    const { facts } = await slaChanges(state, happened, policy, calendars);
    const automation: Actor = { kind: 'automation', id: `${POLICY.name}@${POLICY.version}`, assurance: 'test' };
    state = foldedWith(state, recorded(facts, automation, `clocks ${index}`, at), STREAM, state.revision);
  }
  return state;
}

/** Every calendar is that of the test; a policy that counts round the clock asks for none. */
function calendarsOf({ hours }: SlaTest, zone: string): SlaCalendars {
  const always: SlaCalendar = { calendar: roundTheClock(zone), said: null };
  const office: SlaCalendar = hours ? { calendar: testCalendar(hours), said: { id: 'hours of the test', version: 1 } } : always;
  return {
    of: (calendar) => Promise.resolve(calendar.kind === 'round-the-clock' ? always : office),
    byId: (id) => Promise.resolve(id === null ? always : office),
  };
}

function recorded(facts: readonly LeadFact[], actor: Actor, command: string | number, at: number): readonly EventToAppend[] {
  const time = isoInstant(at);
  const recording = { commandHash: 'test', occurredAt: { precision: 'instant' as const, value: time }, findings: [], knownAt: time };
  return eventsOf(STREAM, facts, { commandId: derivedId('test', command), actor }, { ...recording, lastKnownAt: null });
}

function factOf(what: Happening, test: SlaTest, index: number, at: number): LeadFact {
  const contact = { followUpId: `contact ${index}`, type: 'message', outcome: null, sealedNote: null, by: REP.id };
  switch (what) {
    case 'captured':
      return { type: 'lead.captured', data: { leadId: LEAD, personId: null, holder: QUEUE, team: null, inquiry: inquiryOf(test) } };
    case 'assigned':
      return { type: 'lead.assigned', data: { to: REP, team: null, previous: QUEUE, reason: null } };
    case 'customer-message':
      return { type: 'lead.follow-up-recorded', data: { ...contact, direction: 'inbound', automatic: false, by: null } };
    case 'outbound':
      return { type: 'lead.follow-up-recorded', data: { ...contact, direction: 'outbound', automatic: false } };
    case 'automatic-reply':
      return { type: 'lead.follow-up-recorded', data: { ...contact, direction: 'outbound', automatic: true, by: null } };
    case 'waiting-for-customer':
      return {
        type: 'lead.waiting-declared',
        data: { waitingId: `waiting ${index}`, on: 'customer', for: 'an answer', until: isoInstant(at + YEAR_MS) },
      };
    default:
      return assertNever(what);
  }
}

const YEAR_MS = 365 * 86_400_000;

const inquiryOf = ({ inquiry: { source, channel, ...said } }: SlaTest): Inquiry => ({
  inquiryId: 'inquiry of the test',
  source: source ?? 'unknown',
  channel: channel ?? 'unknown',
  externalSource: null,
  externalId: null,
  contactPoints: [],
  payloadHash: null,
  sealed: null,
  ...said,
});

function differenceOf({ clock, due, answered }: SlaTestExpectation, found: LeadState['clocks']['slas'][number] | undefined): string[] {
  const said = (at: number | undefined): string => (at === undefined ? 'never' : new Date(at).toISOString());
  const result = found?.met ? (found.met.late ? 'late' : 'in-time') : 'never';
  return [
    ...(found?.dueAt === (due ?? undefined) ? [] : [`${clock} is due ${said(found?.dueAt)}, expected ${said(due ?? undefined)}`]),
    ...(answered === null || answered === result ? [] : [`${clock} is answered ${result}, expected ${answered}`]),
  ];
}
