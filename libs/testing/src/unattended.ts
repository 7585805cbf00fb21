import { compileAssignment, migrateDispatch, type OrganisationAction } from '#libs/dispatch';
import { createAccountableCommands, PIPELINE } from '#libs/governance';
import { holdingAfter, leadGiver, personProjection, tellOfAssignments, tellOfInquiries } from '#libs/leads';
import { createLogger, derivedId } from '#libs/platform';
import { type ClockRig, clockRig } from './clock-rig.js';
import { type LeftBehind, leftBehind } from './left-behind.js';
import { steppedDispatcher } from './stepped-dispatcher.js';

const HOUR_MS = 3_600_000;
const STEPS_A_DAY = 2;
/** A Monday at nine in Berlin. The thirty days from it hold a change of the clocks, Good Friday and Easter Monday. */
const START = Date.parse('2026-03-09T08:00:00Z');

const HOURS = `calendar: office
name: Office
zone: Europe/Berlin
weekly:
  - { days: mon-fri, hours: ["09:00-17:00"] }
holidays:
  - { country: DE, region: BE, years: 2026 }
`;
const head = (name: string, kind: string): string => `policy: ${name}\nkind: ${kind}\nowner: Mia\nreviewBy: 2027-01-01\n`;
const POLICIES = [
  `${head('north', 'assignment')}team: North
from: { pools: [intake] }
bypasses:
  - { name: known, kind: repeat, to: previous-owner, evenAtCapacity: true, countsInFairness: false }
entries:
  - { name: in-turn, strategy: round-robin }
unavailable: { sources: [absence, working-time], graceMinutes: 0, fallback: [manager], returns: true }
outsideHours: hold-until-open
otherChannels: { whileAbsent: cover, notify: true }
fairness: { measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }
fallback: { to: { pool: intake }, alert: data-owner }
`,
  `${head('idle', 'recycling')}zone: Europe/Berlin
rules:
  - { name: default, protection: { default: 6 days, extension: 2 days, maximum: 10 days }, remind: 1 day, to: { pool: intake } }
`,
  `${head('response', 'sla')}calendar: holder
clocks:
  - { name: first-response, starts: captured, stops: outbound, within: 8 hours, escalate: [owner, team-manager, data-owner] }
`,
];

/** Announced beforehand, so that nobody has to do anything any more: four hours, two weeks, one who leaves, and the manager for a week. */
const PEOPLE: readonly OrganisationAction[] = [
  { do: 'set-team-calendar', team: 'North', calendar: 'office' },
  { do: 'name-manager', team: 'North', person: 'Mia' },
  { do: 'announce-absence', rep: 'Bo', kind: 'training', from: '2026-03-11T07:00:00Z', to: '2026-03-11T11:00:00Z' },
  { do: 'announce-absence', rep: 'Ana', kind: 'holiday', from: '2026-03-12', to: '2026-03-25', cover: 'Cy' },
  { do: 'announce-absence', rep: 'Mia', kind: 'sick', from: '2026-03-10', to: '2026-03-13', cover: 'Nia' },
  { do: 'announce-leave', rep: 'Dee', lastDay: '2026-03-13' },
  ...['Ana', 'Bo', 'Cy', 'Dee'].map((rep) => ({ do: 'set-capacity' as const, rep, holdingCap: 9 })),
];

/**
 * So many days of intake, in the morning and at night, on a first day that is attended to: Ana calls the people whose leads she gets and says what is next.
 * From then on nobody does anything; policies distribute, clocks run, alerts go from one to the next.
 */
export async function unattended(days: number): Promise<LeftBehind> {
  const rig = await clockRig(new Date(START).toISOString(), {
    projections: [personProjection],
    inOrder: true,
    reactions: ({ log, alerts }) => ({ ...tellOfInquiries(log, alerts), ...tellOfAssignments(alerts) }),
  });
  const dispatcher = await dispatcherOf(rig);
  const work = async (): Promise<void> => {
    for (let before = -1, now = await rig.head(); now !== before; now = await rig.head()) {
      before = now;
      await dispatcher.decide();
      await rig.work();
    }
  };
  try {
    await settle(rig);
    const leads: string[] = [];
    for (let step = 0; step < days * STEPS_A_DAY; step++) {
      rig.clock.set(new Date(START + (step * 24 * HOUR_MS) / STEPS_A_DAY).toISOString());
      leads.push(await arrive(rig, step));
      await work();
      if (step === 0) await attend(rig, leads);
    }
    return await leftBehind(rig, [...new Set(leads)]);
  } finally {
    await dispatcher.stop();
    await rig.close();
  }
}

async function dispatcherOf(rig: ClockRig) {
  const { pool, log, clock, keyedHash, leads, seen, alerts } = rig;
  await migrateDispatch(pool);
  return steppedDispatcher(
    {
      pool,
      log,
      clock,
      keyedHash,
      logger: createLogger({ logLevel: 'silent' }, 'test'),
      compile: compileAssignment,
      holderRule: holdingAfter,
      giver: (from) => leadGiver(leads.another(log, from(leads.organisation.reader), seen)),
      raiseAlert: (alert) => alerts.raiseAlert(alert),
    },
    rig.projector,
  );
}

const envelope = (rig: ClockRig, ...what: readonly (string | number)[]) => ({ commandId: derivedId(...what), actor: rig.actor });

async function settle(rig: ClockRig): Promise<void> {
  const { log, leads, keyedHash, clock, calendars } = rig;
  const { organisation } = leads;
  await leads.hire('North', 'Ana', 'Bo', 'Cy', 'Dee');
  await leads.hire('Office', 'Mia', 'Nia', 'Pia', 'Kim');
  await calendars.publish({ document: HOURS, feeds: {}, reason: 'test' }, envelope(rig, 'hours'));
  for (const [index, action] of PEOPLE.entries()) await organisation.execute(action, envelope(rig, 'people', index));
  const accountable = createAccountableCommands({ log, organisation: organisation.reader, keyedHash, clock });
  await accountable.name({ do: 'name-accountable', domain: PIPELINE, person: 'Pia', reason: 'test' }, envelope(rig, 'accountable'));
  await rig.projector.caughtUp();
  for (const document of POLICIES) await rig.enforce(document);
}

/** Every ninth inquiry is by somebody who wrote before. */
async function arrive(rig: ClockRig, step: number): Promise<string> {
  const person = step % 9 === 8 ? step - 8 : step;
  const phones = [`+49 151 ${String(20_000_000 + person)}`];
  const said = { do: 'capture-inquiry' as const, source: 'web', channel: step % 9 === 8 ? 'phone' : 'search', contact: { phones } };
  return (await rig.leads.commands.capture(said, envelope(rig, 'inquiry', step))).leadId;
}

async function attend(rig: ClockRig, leads: readonly string[]): Promise<void> {
  const now = rig.clock.now().getTime();
  for (const lead of leads) {
    const history = await rig.history(lead);
    const holder = holdingAfter(history)?.to;
    if (holder?.kind !== 'person' || holder.id !== 'Ana' || history.some(({ type }) => type === 'lead.follow-up-recorded')) continue;
    await rig.act(lead, { do: 'record-follow-up', type: 'call', direction: 'outbound', by: 'Ana' });
    await rig.act(lead, { do: 'plan-next-action', action: 'Call again', dueAt: new Date(now + 30 * HOUR_MS).toISOString() });
  }
}
