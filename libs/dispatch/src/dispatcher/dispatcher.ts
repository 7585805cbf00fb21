import { setTimeout as delay } from 'node:timers/promises';
import { recorded } from '#libs/event-store';
import { DispatchFold } from '../assignment/dispatch-fold.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { appendPass } from './append-pass.js';
import { notGiven, standsStill } from './dispatch-alerts.js';
import { type DispatcherOptions } from './dispatcher-options.js';
import { foldReader } from './fold-reader.js';
import { giveBack } from './give-back.js';
import { GivingQueue } from './giving.js';
import { followLog } from './follow-log.js';
import { type LeadGiver } from './lead-giver.port.js';
import { type LogFeed, logFeed } from './log-feed.js';
import { Retries } from './retries.js';
import { restoreFold, SnapshotKeeper } from './snapshot.js';
import { TeamLocks } from './team-locks.js';
import { TeamPass } from './team-pass.js';
import { tellAlerts } from './tell-alerts.js';
import { standingOf } from './waiting-leads.js';
import { type Waiting, WaitingList } from './waiting-list.js';

/** Held leads, and a notification that was lost with its connection, are looked for at least so often. */
const LOOK_MS = 500;
/** While much is being written and nothing decides, so long is gathered before the next look. */
const GATHER_MS = 50;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 10_000;

/** Dispatch as a whole, where it is interrupted. */
const DISPATCH = 'dispatch';

/** What one leadership works with; thrown away as a whole when anything goes wrong. */
interface Leadership {
  readonly locks: TeamLocks;
  readonly fold: DispatchFold;
  readonly list: WaitingList;
  readonly giving: GivingQueue;
  readonly snapshots: SnapshotKeeper;
  /** Teams whose own decisions were read to their end: the spine may not have had the last of them. */
  readonly ours: Set<string>;
}

/**
 * Decides for every team whose lock it gets. One loop: read the log to its end, then for each team settle what is owed, decide about what waits and
 * append; leads are given beside it.
 *
 * Everything it has to do follows from the fold of the log, so it may die anywhere: decided and not yet given is given by the next one first
 * (under the same command id), owed and not yet written is written, held is woken. On a lost lock, a lost append or a store that is away it
 * throws its fold away and begins again from the last snapshot. On SIGTERM it finishes the append and the commands under way.
 *
 * A lead that cannot be given, told of or decided about keeps no other waiting: it is tried again with growing pauses, and after a minute or so a person
 * is told. The same where nothing gets on at all, such as with an event that this release cannot read: none is skipped.
 */
export class Dispatcher {
  private readonly feed: LogFeed;
  private readonly giver: LeadGiver;
  private readonly retries: Readonly<Record<'lead' | 'give' | 'giveBack' | 'tell' | 'decide', Retries>>;
  private at: DispatchFold;

  constructor(private readonly options: DispatcherOptions) {
    this.feed = logFeed(options.pool);
    this.retries = {
      lead: new Retries(options.logger, 'Dispatch was interrupted: it begins again from what the log says'),
      give: new Retries(options.logger, 'A lead could not be given now'),
      giveBack: new Retries(options.logger, 'A lead could not go back to whom it was meant for'),
      tell: new Retries(options.logger, 'Nobody could be told now'),
      decide: new Retries(options.logger, 'A lead could not be decided about'),
    };
    this.at = new DispatchFold(options);
    this.giver = options.giver((log) => foldReader(log, () => this.at));
  }

  /** The state as this process has it; for those who look on. */
  get state(): DispatchFold {
    return this.at;
  }

  /** Until the signal aborts. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let retryInMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      try {
        await this.lead(signal, () => {
          retryInMs = FIRST_RETRY_MS;
          this.retries.lead.forget(DISPATCH);
        });
      } catch (error) {
        if (signal.aborted) break;
        this.retries.lead.failed(DISPATCH, error, (message, failures) =>
          this.options.raiseAlert(standsStill(this.options.clock.now().toISOString().slice(0, 10), message, failures)),
        );
        await delay(retryInMs, undefined, { signal }).catch(() => undefined);
        retryInMs = Math.min(2 * retryInMs, LONGEST_RETRY_MS);
      }
    }
  }

  private async lead(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { pool } = this.options;
    const locks = await TeamLocks.open(pool, signal);
    const giving = new GivingQueue({
      giver: this.giver,
      retries: this.retries.give,
      onRefused: locks.wake,
      tell: (promised, message, failures) => this.options.raiseAlert(notGiven(this.at, promised, message, failures)),
    });
    try {
      for (let seen = locks.advances; !(await this.feed.hasPolicies()); seen = locks.advances) {
        if (signal.aborted || locks.lost.aborted) return;
        await locks.advancedSince(seen, LOOK_MS);
        await delay(GATHER_MS, undefined, { signal });
      }
      const fold = (this.at = await restoreFold(this.options, this.feed));
      const leadership = {
        locks,
        fold,
        giving,
        list: new WaitingList({ pool, fold, retries: this.retries.decide, raiseAlert: this.options.raiseAlert }),
        snapshots: new SnapshotKeeper(pool, fold),
        ours: new Set<string>(),
      };
      while (!signal.aborted && !locks.lost.aborted) {
        const seen = locks.advances;
        const busy = await this.round(leadership, signal);
        onProgress();
        if (!busy) await locks.advancedSince(seen, LOOK_MS);
      }
      if (!signal.aborted) throw locks.lost.reason as Error;
    } finally {
      await giving.close();
      locks.close();
    }
  }

  /** True where there is more to do at once. */
  private async round(leadership: Leadership, signal: AbortSignal): Promise<boolean> {
    const { locks, fold, list, giving, snapshots, ours } = leadership;
    await followLog(this.feed, fold, signal);
    giving.keep((decisionId) => fold.work.promises.get(decisionId) !== undefined);
    const at = this.options.clock.now().getTime();
    const atWork = fold.policiesAt(at);
    const todo = await list.next(atWork, at);
    let busy = false;
    for (const team of teamsOf(fold, atWork, todo)) {
      if (signal.aborted || locks.lost.aborted) return false;
      if (await this.isOurs(leadership, team)) busy = (await this.decideFor(leadership, team, todo, at, atWork)) || busy;
      else list.leave(team, todo);
    }
    await tellAlerts(this.options.raiseAlert, this.retries.tell, fold, ours);
    await giveBack({ giver: this.giver, retries: this.retries.giveBack, logger: this.options.logger }, fold, ours, at);
    await snapshots.keep();
    return busy;
  }

  private async isOurs({ locks, fold, list, ours }: Leadership, team: string): Promise<boolean> {
    if (!(await locks.take(team))) return false;
    if (ours.has(team)) return true;
    for await (const stored of this.options.log.readStream(`dispatch-${team}`, { from: fold.revisionOf(team) + 1 }))
      fold.applyOwn(recorded(stored));
    ours.add(team);
    list.takeOver(team);
    return true;
  }

  private async decideFor(
    leadership: Leadership,
    team: string,
    { byTeam, standings }: Waiting,
    at: number,
    atWork: readonly PolicyAtWork[],
  ): Promise<boolean> {
    const { fold, list, giving } = leadership;
    this.switchOff(leadership, team, atWork);
    this.give(leadership, team);
    const begin = (): TeamPass => new TeamPass(fold, team, at, this.options.keyedHash);
    let pass = begin();
    pass.settle(giving.take(team));
    for (const { lead: listed, policy } of byTeam.get(team) ?? []) {
      // Since it was listed it may have been decided, by an earlier policy of this round.
      const lead = fold.leads.get(listed.leadId);
      if (!lead || (policy.mode === 'live' && !fold.work.waiting.has(lead.leadId))) continue;
      if (pass.isFull) {
        await this.append(leadership, pass);
        pass = begin();
      }
      const todo = { lead, policy };
      const decision = list.attempt(todo, () => pass.decide(todo, standingOf(lead, fold, standings)));
      if (decision) pass.record(todo, decision);
    }
    await this.append(leadership, pass);
    return !pass.isEmpty || fold.work.fresh.size > 0;
  }

  private async append(leadership: Leadership, pass: TeamPass): Promise<void> {
    if (pass.isEmpty) return;
    await appendPass(this.options.log, pass);
    this.options.onDecided?.(pass.decisions);
    this.give(leadership, pass.team);
  }

  /** A policy that is off gives nothing any more: what it has decided and nobody was given stays where it is. */
  private switchOff({ fold, giving }: Leadership, team: string, atWork: readonly PolicyAtWork[]): void {
    const live = new Set(atWork.filter(({ mode }) => mode === 'live').map(({ spec }) => spec.name));
    for (const { team: of, decision, overtaken } of fold.work.promises.values())
      if (of === team && !overtaken && !live.has(decision.policy.name) && !giving.has(decision.decisionId))
        giving.refuse({ decision, because: 'policy-off', by: null, refused: null });
  }

  private give({ fold, giving }: Leadership, team: string): void {
    for (const promised of fold.work.promises.values()) {
      if (promised.team !== team || promised.overtaken) continue;
      const { name, version } = promised.decision.policy;
      giving.start(promised, fold.policies.version(name, version));
    }
  }
}

function teamsOf({ work }: DispatchFold, atWork: readonly PolicyAtWork[], { byTeam }: Waiting): readonly string[] {
  const { promises, held, owed: events, returns, alerts } = work;
  const owed = [promises, held, events, returns, alerts].flatMap((each) =>
    [...each.values()].map(({ team }: { readonly team: string }) => team),
  );
  return [...new Set([...atWork.map(({ spec }) => spec.team), ...byTeam.keys(), ...owed])].sort();
}
