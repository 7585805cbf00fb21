import { type Pool } from 'pg';
import { type DispatchFold } from '../assignment/dispatch-fold.js';
import { type PolicyAtWork } from '../assignment/policy-book.js';
import { personStandings } from './person-standings.js';
import { decidersOf, standingOf, type ToDecide } from './waiting-leads.js';

export interface Waiting {
  readonly byTeam: ReadonlyMap<string, readonly ToDecide[]>;
  /** Of the people behind these leads, at the position of the fold. */
  readonly standings: Awaited<ReturnType<typeof personStandings>>;
}

/** So many leads in one round: the first of them are not kept waiting by the rest. */
const LEADS_A_ROUND = 400;

/** Leads that wait, in log order. What no policy took is not looked at again before it, or a policy, changes. */
export class WaitingList {
  /** Leads of teams that another process decides for. */
  private readonly elsewhere = new Map<string, Set<string>>();
  private policies = '';

  constructor(
    private readonly pool: Pool,
    private readonly fold: DispatchFold,
  ) {}

  async next(atWork: readonly PolicyAtWork[], at: number): Promise<Waiting> {
    this.noticePolicies(atWork);
    const { fold } = this;
    const { fresh } = fold.work;
    const leads = [...fresh].flatMap((leadId) => fold.leads.get(leadId) ?? []).sort((a, b) => a.arrived.position - b.arrived.position);
    const now = leads.slice(0, LEADS_A_ROUND);
    for (const { leadId } of now) fresh.delete(leadId);
    const standings = await personStandings(this.pool, atWork.length > 0 ? now : [], fold.position, at);
    const byTeam = new Map<string, ToDecide[]>();
    for (const lead of now)
      for (const todo of decidersOf(lead, fold, atWork, at, standingOf(lead, fold, standings))) {
        const { team } = todo.policy.spec;
        const ofTeam = byTeam.get(team);
        if (ofTeam) ofTeam.push(todo);
        else byTeam.set(team, [todo]);
      }
    return { byTeam, standings };
  }

  leave(team: string, { byTeam }: Waiting): void {
    const leads = this.elsewhere.get(team) ?? new Set();
    for (const { lead } of byTeam.get(team) ?? []) leads.add(lead.leadId);
    this.elsewhere.set(team, leads);
  }

  /** The team is ours from here on. */
  takeOver(team: string): void {
    const { waiting, fresh } = this.fold.work;
    for (const leadId of this.elsewhere.get(team) ?? []) if (waiting.has(leadId)) fresh.add(leadId);
    this.elsewhere.delete(team);
  }

  /** A policy, or a vocabulary, that comes into force by time, without an event, finds what waits. */
  private noticePolicies(atWork: readonly PolicyAtWork[]): void {
    const policies = atWork.map(({ spec, version, mode }) => `${spec.name}@${version} ${mode} ${spec.codes.key}`).join(', ');
    if (policies !== this.policies) this.fold.work.refresh();
    this.policies = policies;
  }
}
