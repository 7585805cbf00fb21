import { join } from 'node:path';
import {
  assignmentKind,
  compileAssignment,
  createCalendarCommands,
  createOrganisationCommands,
  Dispatcher,
  type LeadGiver,
  migrateDispatch,
} from '#libs/dispatch';
import { createPolicyCommands, type PolicyKind } from '#libs/governance';
import { holdingAfter, leadGiver } from '#libs/leads';
import { createLogger, environmentOf, newId, systemClock } from '#libs/platform';
import { leadServices, type LeadServices } from '../workbench/lead-services.js';
import { PREFIX } from '../workbench/prefix.js';
import { type Workbench } from '../workbench/workbench.js';

const REPS = 50;
const envelope = () => ({ commandId: newId(), actor: { kind: 'person' as const, id: 'Mia', assurance: 'token' } });

export interface DispatchServices extends LeadServices {
  /** Captures leads for a team, many at once; nothing is decided meanwhile. */
  backlog(team: string, leads: number): Promise<void>;
  /** Runs a dispatcher until so many leads have been given; milliseconds of each from the start, and the bytes of one decision. */
  dispatchUntil(given: number): Promise<{ readonly seconds: number; readonly latenciesMs: readonly number[] }>;
  /** The document of the policy of a team. */
  document(team: string): string;
}

/** Teams of fifty, each with a policy that compares them all; the projector beside, as in the product. */
export async function dispatchServices(bench: Workbench, teams: readonly string[]): Promise<DispatchServices> {
  const services = await leadServices(bench);
  const { log, pool, commands, databaseUrl, eventStoreUrl, keyedHash, commandsWith } = services;
  const env = environmentOf({
    dataDir: join(bench.folder, 'dispatch'),
    databaseUrl,
    eventStoreUrl,
    streamPrefix: PREFIX,
    logLevel: 'error',
  });
  await bench.start('projector', env);
  await migrateDispatch(pool);
  await organise(services, teams);
  const logger = createLogger({ logLevel: 'error' }, 'bench');

  return {
    ...services,
    document: documentOf,
    backlog: async (team, leads) => {
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next++ < leads)
          await commands.capture({ do: 'capture-inquiry', source: 'bench', channel: 'search', attributes: { team } }, envelope());
      };
      await Promise.all(Array.from({ length: Math.min(64, leads) }, worker));
      await caughtUp(services);
    },
    dispatchUntil: (wanted) =>
      new Promise((resolve, reject) => {
        const latenciesMs: number[] = [];
        const stopping = new AbortController();
        const start = performance.now();
        const counted = (giver: LeadGiver): LeadGiver => ({
          ...giver,
          give: async (giving) => {
            await giver.give(giving);
            latenciesMs.push(performance.now() - start);
            if (latenciesMs.length === wanted) stopping.abort();
          },
        });
        const dispatcher = new Dispatcher({
          pool,
          log,
          clock: systemClock,
          logger,
          keyedHash,
          compile: compileAssignment,
          holderRule: holdingAfter,
          giver: (from) => counted(leadGiver(commandsWith(from(services.organisation)))),
          raiseAlert: () => Promise.resolve(),
        });
        stopping.signal.addEventListener('abort', () => {
          const seconds = (performance.now() - start) / 1_000;
          running.then(() => resolve({ seconds, latenciesMs }), reject);
        });
        const running = dispatcher.run(stopping.signal);
      }),
  };
}

async function organise({ log, keyedHash }: LeadServices, teams: readonly string[]): Promise<void> {
  const dependencies = { log, keyedHash, clock: systemClock };
  const organisation = createOrganisationCommands(dependencies);
  const weekly = 'weekly:\n  - { days: mon-sun, hours: ["00:00-24:00"] }\n';
  await createCalendarCommands(dependencies).publish(
    { document: `calendar: always\nname: Always\nzone: UTC\n${weekly}`, feeds: {}, reason: 'bench' },
    envelope(),
  );
  // Whether the names are known is not what is measured.
  const kind: PolicyKind = {
    ...(assignmentKind({ organisation: never, policies: never }) as PolicyKind),
    ready: () => Promise.resolve([]),
  };
  const policies = createPolicyCommands({ log, kinds: [kind], keyedHash, clock: systemClock });
  for (const team of teams) {
    await organisation.execute({ do: 'create-team', team, name: team }, envelope());
    await organisation.execute({ do: 'set-team-calendar', team, calendar: 'always' }, envelope());
    await Promise.all(
      Array.from({ length: REPS }, async (_, n) => {
        const rep = `${team} ${n}`;
        await organisation.execute({ do: 'join-rep', rep, name: rep }, envelope());
        await organisation.execute({ do: 'join-team', rep, team }, envelope());
      }),
    );
    const { name, version } = await policies.draft({ document: documentOf(team), reason: 'bench' }, envelope());
    await policies.change({ kind: 'assignment', name, version }, { move: 'activate', reason: 'bench' }, envelope());
  }
}

const never = (): never => {
  throw new Error('Not asked in a benchmark');
};

const documentOf = (team: string): string => `policy: ${team}
kind: assignment
owner: Mia
reviewBy: 2099-01-01
team: ${team}
from: { pools: [intake] }
takes: 'attributes.team == "${team}"'
bypasses: []
entries: [{ name: everything, strategy: weighted, weights: { ${team} 1: 2, ${team} 2: 3 } }]
unavailable: { sources: [absence, working-time, leave-announced], graceMinutes: 0, fallback: [manager], returns: false }
outsideHours: hold-until-open
otherChannels: { whileAbsent: owner, notify: false }
fairness: { measure: count, windowDays: 28, tolerance: 5, creditInvalid: true }
fallback: { to: { pool: intake }, alert: team-manager }
`;

/** The spine has everything that the log has. */
async function caughtUp({ log, pool }: LeadServices): Promise<void> {
  let last: bigint | null = null;
  for await (const { storePosition } of log.readAll()) last = storePosition.commit;
  for (;;) {
    const { rows } = await pool.query<{ commit: string | null }>(
      'select min(coalesce(store_commit, -1)) as commit from projection.checkpoint',
    );
    if (last === null || BigInt(rows[0]?.commit ?? -1) >= last) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
