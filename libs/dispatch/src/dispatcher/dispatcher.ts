import { setTimeout as delay } from 'node:timers/promises';
import { type AppendOutcome, recorded } from '#libs/event-store';
import { ProblemError } from '#libs/platform';
import { DispatchFold } from '../assignment/dispatch-fold.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { type DispatcherOptions } from './dispatcher-options.js';
import { foldReader } from './fold-reader.js';
import { giveBack } from './give-back.js';
import { GivingQueue } from './giving.js';
import { followLog } from './follow-log.js';
import { type LeadGiver } from './lead-giver.port.js';
import { type LogFeed, logFeed } from './log-feed.js';
import { restoreFold, SnapshotKeeper } from './snapshot.js';
import { TeamLocks } from './team-locks.js';
import { TeamPass } from './team-pass.js';
import { standingOf } from './waiting-leads.js';
import { type Waiting, WaitingList } from './waiting-list.js';

/** Held leads, and a notification that was lost with its connection, are looked for at least so often. */
const LOOK_MS = 500;
/** While much is being written and nothing decides, so long is gathered before the next look. */
const GATHER_MS = 50;
const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 10_000;
const APPEND_ATTEMPTS = 6;

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
 */
export class Dispatcher {
  private readonly feed: LogFeed;
  private readonly giver: LeadGiver;
  private at: DispatchFold;

  constructor(private readonly options: DispatcherOptions) {
    this.feed = logFeed(options.pool);
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
        await this.lead(signal, () => (retryInMs = FIRST_RETRY_MS));
      } catch (error) {
        if (signal.aborted) break;
        this.options.logger.warn({ err: error, retryInMs }, 'Dispatch was interrupted; it begins again from what the log says');
        await delay(retryInMs, undefined, { signal }).catch(() => undefined);
        retryInMs = Math.min(2 * retryInMs, LONGEST_RETRY_MS);
      }
    }
  }

  private async lead(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { pool, logger } = this.options;
    const locks = await TeamLocks.open(pool, signal);
    const giving = new GivingQueue(this.giver, logger, locks.wake);
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
        list: new WaitingList(pool, fold),
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
      await giving.idle();
      locks.close();
    }
  }

  /** True where there is more to do at once. */
  private async round(leadership: Leadership, signal: AbortSignal): Promise<boolean> {
    const { locks, fold, list, giving, snapshots, ours } = leadership;
    await followLog(this.feed, fold, signal);
    giving.keep(new Set([...fold.work.promises.values()].map(({ decision }) => decision.decisionId)));
    const at = this.options.clock.now().getTime();
    const atWork = fold.policiesAt(at);
    const todo = await list.next(atWork, at);
    let busy = false;
    for (const team of teamsOf(fold, atWork, todo)) {
      if (signal.aborted || locks.lost.aborted) return false;
      if (await this.isOurs(leadership, team)) busy = (await this.decideFor(leadership, team, todo, at, atWork)) || busy;
      else list.leave(team, todo);
    }
    await this.tell(leadership);
    await giveBack(this.giver, fold, ours, at, (error, leadId) => {
      const level = error instanceof ProblemError ? 'warn' : 'error';
      this.options.logger[level]({ err: error, leadId }, 'A lead could not go back to whom it was meant for');
    });
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
    const { fold, giving } = leadership;
    this.switchOff(leadership, team, atWork);
    this.give(leadership, team);
    const begin = (): TeamPass => new TeamPass(fold, team, at, this.options.keyedHash);
    let pass = begin();
    pass.settle(giving.take(team));
    for (const each of byTeam.get(team) ?? []) {
      // Since it was listed it may have been decided, by an earlier policy of this round.
      const lead = fold.leads.get(each.lead.leadId);
      if (!lead || (each.policy.mode === 'live' && !fold.work.waiting.has(lead.leadId))) continue;
      if (pass.isFull) {
        await this.append(leadership, pass);
        pass = begin();
      }
      pass.decide({ ...each, lead }, standingOf(lead, fold, standings));
    }
    await this.append(leadership, pass);
    return pass.events.length > 0 || fold.work.fresh.size > 0;
  }

  private async append(leadership: Leadership, pass: TeamPass): Promise<void> {
    if (pass.events.length === 0) return;
    const outcome = await this.appended(pass);
    if (outcome.kind !== 'appended') throw new Error(`Another process decides for team ${pass.team}`);
    this.options.onDecided?.(pass.decisions);
    this.give(leadership, pass.team);
  }

  /** A store that does not answer is asked again with the same events: they are there once. */
  private async appended({ stream, events, expected }: TeamPass): Promise<AppendOutcome> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.options.log.append(stream, events, expected < 0 ? 'no-stream' : expected);
      } catch (error) {
        if (attempt === APPEND_ATTEMPTS || !(error instanceof ProblemError && error.status === 503)) throw error;
        await delay(100 * 2 ** attempt);
      }
    }
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
      if (promised.team !== team || promised.overtaken || giving.has(promised.decision.decisionId)) continue;
      const { name, version } = promised.decision.policy;
      giving.start(promised, fold.policies.version(name, version));
    }
  }

  private async tell({ fold, ours }: Leadership): Promise<void> {
    for (const { key, team, leadId, decision, text } of [...fold.work.alerts.values()]) {
      if (!ours.has(team)) continue;
      const { chosen, policy } = decision;
      const who = chosen === null || chosen.kind === 'unknown' ? 'nobody' : `${chosen.kind} ${chosen.id}`;
      const alert = {
        key,
        kind: 'dispatch-fallback',
        to: { role: fold.policies.version(policy.name, policy.version)?.fallback.alert ?? 'data-owner', team },
        subject: `${policy.name}@${policy.version} found nobody for a lead: ${who} has it`,
        text,
        leadId,
      };
      const told = await this.options.raiseAlert(alert).then(
        () => true,
        (error: unknown) => this.options.logger.warn({ err: error, key }, 'Nobody could be told now; it is tried again'),
      );
      if (told) fold.work.alerts.delete(key);
    }
  }
}

function teamsOf({ work }: DispatchFold, atWork: readonly PolicyAtWork[], { byTeam }: Waiting): readonly string[] {
  const owed = [work.promises, work.held, work.owed].flatMap((each) =>
    [...each.values()].map(({ team }: { readonly team: string }) => team),
  );
  return [...new Set([...atWork.map(({ spec }) => spec.team), ...byTeam.keys(), ...owed])].sort();
}
