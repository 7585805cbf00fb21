import { alertRecipients, assignmentKind, createCalendarCommands, knownWorld, organisationProjection, peopleReader } from '#libs/dispatch';
import {
  alertProjection,
  alertTimerKind,
  alertTimers,
  createAlertCommands,
  createPolicyCommands,
  deliverAlerts,
  type PolicyKind,
  type PolicyMove,
} from '#libs/governance';
import {
  createReactionRunner,
  createTimerTick,
  migrateWorker,
  type Reaction,
  type Reactions,
  type TimerKind,
  timerProjection,
  type TimerSource,
} from '#libs/jobs';
import { createLogger, newId } from '#libs/platform';
import { type SequenceProjection, seenStreams } from '#libs/projections';
import {
  type LeadAction,
  leadCardProjection,
  type LeadEvent,
  LEAD_TIMERS_VERSION,
  leadTimers,
  escalateBreaches,
  escalateOverdue,
  keepSlas,
  ownershipProjection,
  remindHolders,
  slaCalendars,
  slaKind,
  slaTimerKind,
  policyBook,
  promiseTimerKinds,
  protectLeads,
  recyclingKind,
  recyclingTimerKinds,
} from '#libs/leads';
import { fixedClock } from './fixed-clock.js';
import { testLeads } from './test-leads.js';
import { testProjector } from './test-projector.js';

const silent = createLogger({ logLevel: 'silent' }, 'test');
const ZONE = 'Europe/Berlin';

/** Anything else that reacts, waits or is read in a test. */
interface Also {
  readonly reactions?: (rig: ClockRig) => Reactions;
  readonly timers?: (rig: ClockRig) => readonly TimerKind[];
  readonly sources?: readonly TimerSource[];
  readonly projections?: readonly SequenceProjection[];
  /** Of what is to be done at one instant, one thing after the other: then the same steps give the same log. Default: side by side. */
  readonly inOrder?: boolean;
}

export type ClockRig = Awaited<ReturnType<typeof clockRig>>;

/** Leads, projector, reactions and timers on real stores, with a clock that is set by hand. Nothing happens but in `work`. */
export async function clockRig(start: string, also: Also = {}) {
  const clock = fixedClock(start);
  const leads = await testLeads({ clock });
  const { log, pool, privacy, organisation } = leads;
  const seen = seenStreams(pool);
  const commands = leads.another(log, organisation.reader, seen);
  const projections: readonly SequenceProjection[] = [
    ownershipProjection,
    leadCardProjection,
    organisationProjection,
    alertProjection,
    timerProjection([leadTimers, alertTimers, ...(also.sources ?? [])], LEAD_TIMERS_VERSION),
    ...(also.projections ?? []),
  ];
  const projector = await testProjector(log, pool, projections);
  await migrateWorker(pool);
  const kind = recyclingKind({ organisation: organisation.reader, zone: ZONE });
  const { keyedHash } = privacy;
  const people = peopleReader(log);
  const service = slaKind({ people });
  const policies = createPolicyCommands({
    log,
    kinds: [kind as PolicyKind, service as PolicyKind, assignmentKind(knownWorld(pool, clock)) as PolicyKind],
    keyedHash,
    clock,
  });
  const book = policyBook({ pool, kind, maxAgeMs: 0 });
  const services = policyBook({ pool, kind: service, maxAgeMs: 0 });
  const base = { log, keyedHash, clock, pool, zone: ZONE, seen };
  const recipients = alertRecipients({ log, pool, clock });
  const alerts = createAlertCommands({ log, keyedHash, clock, recipients, lastResort: 'Kim' });
  const actor = { kind: 'person' as const, id: 'Mia', assurance: 'local' };
  const rig = {
    ...base,
    leads,
    projections,
    projector,
    policies,
    people,
    alerts,
    calendars: createCalendarCommands({ log, keyedHash, clock }),
    actor,
    hour: (text: string) => clock.set(new Date(text).toISOString()),
    act: (lead: string, action: Exclude<LeadAction, { do: 'capture-inquiry' }>, said: { at?: string; by?: string } = {}) =>
      commands.execute(lead, action, {
        commandId: newId(),
        actor: { ...actor, id: said.by ?? 'Mia' },
        rights: ['claim-for-others', 'release-leads-of-others'],
        ...(said.at !== undefined && { occurredAt: { precision: 'instant' as const, value: new Date(said.at).toISOString() } }),
      }),
    capture: async (): Promise<string> =>
      (await commands.capture({ do: 'capture-inquiry', source: 'web', channel: 'search' }, { commandId: newId(), actor })).leadId,
    /** Drafts the document and puts it in force. */
    enforce: async (document: string): Promise<void> => {
      const { name, kind: of, version } = await policies.draft({ document, reason: 'test' }, { commandId: newId(), actor });
      await policies.change({ kind: of, name, version }, { move: 'activate', reason: 'test' }, { commandId: newId(), actor });
    },
    move: (name: string, move: PolicyMove, of = 'recycling') =>
      policies.change({ kind: of, name }, { move, reason: 'test' }, { commandId: newId(), actor }),
    history: async (lead: string): Promise<LeadEvent[]> => {
      const events: LeadEvent[] = [];
      for await (const event of log.readStream(`lead-${lead}`)) events.push(event as unknown as LeadEvent);
      return events;
    },
    of: async <T extends LeadEvent['type']>(lead: string, type: T): Promise<LeadEvent<T>[]> =>
      (await rig.history(lead)).filter((event) => event.type === type) as unknown as LeadEvent<T>[],
    /** The position of the last event, once the projector has it. */
    head: async (): Promise<number> => {
      await projector.caughtUp();
      const { rows } = await pool.query<{ position: string | null }>('select max(position) as position from read.log_entry');
      return Number(rows[0]!.position ?? 0);
    },
    timers: async (lead: string): Promise<Record<string, string>> => {
      await projector.caughtUp();
      const { rows } = await pool.query<{ kind: string; due_at: Date }>('select kind, due_at from read.timer where subject = $1', [lead]);
      return Object.fromEntries(rows.map(({ kind: of, due_at }) => [of, due_at.toISOString()]));
    },
    /** Lets reactions and timers do everything that is to be done at this time. */
    work: async (): Promise<void> => {
      for (;;) {
        await react();
        const { fired } = await tick.tick();
        if (fired === 0) return;
      }
    },
    /** Only reactions; nothing that is due is fired. */
    react: () => react(),
    tick: () => tick.tick(),
    close: async (): Promise<void> => {
      await projector.stop();
      await leads.close();
    },
  };
  const handlers: Reactions[] = [
    protectLeads({ ...base, policies: book }),
    keepSlas({ ...base, policies: services, calendars: slaCalendars(people, ZONE) }),
    remindHolders(alerts),
    escalateOverdue(alerts),
    escalateBreaches(alerts, services),
    deliverAlerts({ log, commands: alerts, recipients, channels: [], logger: silent }),
    ...(also.reactions ? [also.reactions(rig as ClockRig)] : []),
  ];
  const atOnce = also.inOrder ? { concurrency: 1 } : {};
  const runner = createReactionRunner({ pool, name: 'test', handlers: together(handlers), since: 'start', logger: silent, ...atOnce });
  const tick = createTimerTick({
    pool,
    clock,
    logger: silent,
    ...atOnce,
    kinds: [
      ...recyclingTimerKinds({ ...base, commands, organisation: organisation.reader, policies: book }),
      ...promiseTimerKinds({ ...base, commands }),
      slaTimerKind({ ...base, policies: services }),
      alertTimerKind(alerts),
      ...(also.timers?.(rig as ClockRig) ?? []),
    ],
  });
  async function react(): Promise<void> {
    for (;;) {
      await projector.caughtUp();
      if ((await runner.catchUp()) === 0) return;
    }
  }
  return rig;
}

/** All reactions to an event, in their order: one look at the log serves them all. */
function together(all: readonly Reactions[]): Reactions {
  const reactions = new Map<string, Reaction[]>();
  for (const [type, reaction] of all.flatMap((each) => Object.entries(each) as [string, Reaction][]))
    reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
  return Object.fromEntries(
    [...reactions].map(([type, some]) => [
      type,
      async (event: Parameters<Reaction>[0]) => {
        for (const reaction of some) await reaction(event);
      },
    ]),
  );
}
