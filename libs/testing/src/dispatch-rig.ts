import { type AssignmentDecision, type PositionedEvent } from '#libs/contracts';
import {
  assignmentKind,
  type CompileAssignment,
  compileAssignment,
  createCalendarCommands,
  type DispatchAlert,
  Dispatcher,
  DispatchFold,
  followLog,
  knownWorld,
  logFeed,
  migrateDispatch,
  type OrganisationAction,
  organisationProjection,
} from '#libs/dispatch';
import { createPolicyCommands, type PolicyKind, type PolicyMove } from '#libs/governance';
import {
  type CaptureInquiry,
  type LeadAction,
  type LeadCommands,
  holdingAfter,
  leadCardProjection,
  leadGiver,
  ownershipProjection,
  personProjection,
} from '#libs/leads';
import { type Clock, createLogger, newId, systemClock } from '#libs/platform';
import { seenStreams } from '#libs/projections';
import { testLeads } from './test-leads.js';
import { testProjector } from './test-projector.js';

const silent = createLogger({ logLevel: (process.env['TEST_LOG_LEVEL'] as 'warn' | undefined) ?? 'silent' }, 'test');
const PATIENCE_MS = 120_000;

export type DispatchRig = Awaited<ReturnType<typeof dispatchRig>>;

/** Leads, projector and dispatchers on real stores. `through` puts something between a dispatcher and the commands by which it gives leads. */
export async function dispatchRig({ clock = systemClock }: { readonly clock?: Clock } = {}) {
  const leads = await testLeads({ clock });
  const { log, pool, privacy, organisation, commands } = leads;
  const { keyedHash } = privacy;
  const projector = await testProjector(log, pool, [ownershipProjection, leadCardProjection, personProjection, organisationProjection]);
  await migrateDispatch(pool);
  const alerts: DispatchAlert[] = [];
  const actor = { kind: 'person' as const, id: 'Mia', assurance: 'local' };
  const envelope = () => ({ commandId: newId(), actor });
  const kind = assignmentKind(knownWorld(pool, clock)) as PolicyKind;
  const policies = createPolicyCommands({ log, kinds: [kind], keyedHash, clock });
  const calendars = createCalendarCommands({ log, keyedHash, clock });
  const running = new Set<{ readonly dispatcher: Dispatcher; stop(): Promise<void> }>();
  const foldOptions = { compile: compileAssignment, holderRule: holdingAfter };

  const rig = {
    leads,
    log,
    pool,
    organisation,
    commands,
    alerts,
    projector,
    actor,
    /** A dispatcher from here on; stopped with the rig. `compile` reads its policies. */
    dispatch: (
      through: (commands: LeadCommands) => Pick<LeadCommands, 'execute'> = (same) => same,
      compile: CompileAssignment = compileAssignment,
    ) => {
      const stopping = new AbortController();
      const dispatcher = new Dispatcher({
        pool,
        log,
        clock,
        logger: silent,
        keyedHash,
        ...foldOptions,
        compile,
        giver: (from) => leadGiver(through(leads.another(log, from(organisation.reader), seenStreams(pool)))),
        raiseAlert: (alert) => Promise.resolve(alerts.push(alert)),
      });
      const run = dispatcher.run(stopping.signal);
      const one = {
        dispatcher,
        stop: async () => {
          running.delete(one);
          stopping.abort();
          await run;
        },
      };
      running.add(one);
      return one;
    },
    do: (action: OrganisationAction) => organisation.execute(action, envelope()),
    /** Working hours of a team, every day unless `days` says otherwise. */
    hours: async (team: string, { hours = '["00:00-24:00"]', days = 'mon-sun', zone = 'UTC', id = team } = {}) => {
      const document = `calendar: ${id.toLowerCase()}\nname: ${id}\nzone: ${zone}\nweekly:\n  - { days: ${days}, hours: ${hours} }\n`;
      const { calendar } = await calendars.publish({ document, feeds: {}, reason: 'test' }, envelope());
      await organisation.execute({ do: 'set-team-calendar', team, calendar }, envelope());
    },
    capture: async (said: Partial<CaptureInquiry> = {}): Promise<string> =>
      (await commands.capture({ do: 'capture-inquiry', source: 'web', channel: 'search', ...said }, envelope())).leadId,
    act: (lead: string, action: Exclude<LeadAction, { do: 'capture-inquiry' }>, by = 'Mia') =>
      commands.execute(lead, action, {
        commandId: newId(),
        actor: { ...actor, id: by },
        rights: ['claim-for-others', 'release-leads-of-others', 'overrule-limits'],
      }),
    draft: async (document: string) => {
      await projector.caughtUp();
      return policies.draft({ document, reason: 'test' }, envelope());
    },
    enforce: async (document: string): Promise<void> => {
      await projector.caughtUp();
      const { name, kind: of, version } = await policies.draft({ document, reason: 'test' }, envelope());
      await policies.change({ kind: of, name, version }, { move: 'activate', reason: 'test' }, envelope());
    },
    move: (name: string, move: PolicyMove, version?: number) =>
      policies.change({ kind: 'assignment', name, ...(version !== undefined && { version }) }, { move, reason: 'test' }, envelope()),
    /** Everything in the log is known to a dispatcher, and nothing is left to do. */
    settled: async (): Promise<void> => {
      const until = Date.now() + PATIENCE_MS;
      for (let quiet = 0; quiet < 3;) {
        await projector.caughtUp();
        const { rows } = await pool.query<{ position: string }>('select max(position) as position from read.log_entry');
        const head = Number(rows[0]!.position);
        const idle = [...running].some(({ dispatcher: { state } }) => {
          const { promises, owed, alerts: due, fresh } = state.work;
          return state.position === head && promises.size === 0 && owed.size === 0 && due.size === 0 && fresh.size === 0;
        });
        quiet = idle ? quiet + 1 : 0;
        if (Date.now() > until) throw new Error('Dispatch does not come to rest');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Resolves when it has come to be so. */
    comes: async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
      for (const until = Date.now() + PATIENCE_MS; !(await isSo());) {
        if (Date.now() > until) throw new Error('It does not come to be so');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    events: async (stream: string): Promise<PositionedEvent[]> => {
      const events: PositionedEvent[] = [];
      for await (const event of log.readStream(stream)) events.push(event as unknown as PositionedEvent);
      return events;
    },
    decisions: async (team: string): Promise<AssignmentDecision[]> =>
      (await rig.events(`dispatch-${team}`)).flatMap((event) =>
        event.type === 'assignment.decided' || event.type === 'assignment.held' ? [event.data] : [],
      ),
    holderOf: async (lead: string) => holdingAfter(await rig.events(`lead-${lead}`))?.to ?? null,
    /** The state folded from the log alone, up to its end or a position. */
    folded: async (upTo?: number): Promise<DispatchFold> => {
      await projector.caughtUp();
      const fold = new DispatchFold(foldOptions);
      await followLog(logFeed(pool), fold, undefined, upTo);
      return fold;
    },
    close: async (): Promise<void> => {
      await Promise.all([...running].map((one) => one.stop()));
      await projector.stop();
      await leads.close();
    },
  };
  return rig;
}
