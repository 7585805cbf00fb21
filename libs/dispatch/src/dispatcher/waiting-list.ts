import { type Pool } from 'pg';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { notDecided, type TellAlert } from './dispatch-alerts.js';
import { personStandings } from './person-standings.js';
import { type Retries } from './retries.js';
import { decidersOf, standingOf, type ToDecide } from './waiting-leads.js';

export interface Waiting {
  readonly byTeam: ReadonlyMap<string, readonly ToDecide[]>;
  /** Of the people behind these leads, at the position of the fold. */
  readonly standings: Awaited<ReturnType<typeof personStandings>>;
}

interface WaitingListDependencies {
  readonly pool: Pool;
  readonly fold: DispatchFold;
  /** By lead. */
  readonly retries: Retries;
  readonly raiseAlert: TellAlert;
}

/** So many leads in one round: the first of them are not kept waiting by the rest. */
const LEADS_A_ROUND = 400;

/** Leads that wait, in log order. What no policy took is not looked at again before it, or a policy, changes. */
export class WaitingList {
  /** Teams that another process decides for, and that had leads. */
  private readonly elsewhere = new Set<string>();
  private policies = '';

  constructor(private readonly dependencies: WaitingListDependencies) {}

  async next(atWork: readonly PolicyAtWork[], at: number): Promise<Waiting> {
    this.noticePolicies(atWork);
    this.takeUpAgain();
    const { fold, pool } = this.dependencies;
    const { fresh } = fold.work;
    const leads = [...fresh].flatMap((leadId) => fold.leads.get(leadId) ?? []).sort((a, b) => a.arrived.position - b.arrived.position);
    const now = leads.slice(0, LEADS_A_ROUND);
    for (const { leadId } of now) fresh.delete(leadId);
    const standings = await personStandings(pool, atWork.length > 0 ? now : [], fold.position, at);
    const byTeam = new Map<string, ToDecide[]>();
    for (const lead of now) {
      for (const todo of decidersOf(lead, fold, atWork, at, standingOf(lead, fold, standings), (...defect) => this.setAside(...defect))) {
        const { team } = todo.policy.spec;
        const ofTeam = byTeam.get(team);
        if (ofTeam) ofTeam.push(todo);
        else byTeam.set(team, [todo]);
      }
    }
    return { byTeam, standings };
  }

  /** Another process decides for the team. */
  leave(team: string, { byTeam }: Waiting): void {
    if (byTeam.has(team)) this.elsewhere.add(team);
  }

  /** The team is ours from here on. */
  takeOver(team: string): void {
    if (this.elsewhere.delete(team)) this.dependencies.fold.work.refresh();
  }

  /** Null where a defect keeps the lead from being decided about: it waits for its next try, and the others do not wait for it. */
  attempt<T>(todo: ToDecide, decide: () => T): T | null {
    try {
      return decide();
    } catch (error) {
      this.setAside(todo, error);
      return null;
    }
  }

  private setAside({ lead: { leadId }, policy }: ToDecide, error: unknown): void {
    const { fold, retries, raiseAlert } = this.dependencies;
    retries.failed(leadId, error, (message, failures) => raiseAlert(notDecided(fold, leadId, policy, message, failures)));
  }

  private takeUpAgain(): void {
    const { fold, retries } = this.dependencies;
    const { waiting, fresh } = fold.work;
    retries.keep((leadId) => waiting.has(leadId));
    for (const leadId of retries.takeDue()) fresh.add(leadId);
  }

  /** A policy, or a vocabulary, that comes into force by time, without an event, finds what waits. */
  private noticePolicies(atWork: readonly PolicyAtWork[]): void {
    const policies = atWork.map(({ spec, version, mode }) => `${spec.name}@${version} ${mode} ${spec.codes.key}`).join(', ');
    if (policies !== this.policies) this.dependencies.fold.work.refresh();
    this.policies = policies;
  }
}
