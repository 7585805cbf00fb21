import { type WorkingCalendar } from '#libs/calendar';
import { type PositionedEvent } from '#libs/contracts';
import { type CalendarState, evolveCalendar, initialCalendar, workingCalendarOf } from '../calendars/calendar.evolve.js';
import { evolveGroup, type GroupState, initialGroup } from '../group.evolve.js';
import { evolvePoolRules, initialPoolRules, type PoolRules } from '../pools/pool-state.js';
import { holdsAt, initialRep, type RepState } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';

/** Members of a team, and until when (exclusive) nobody joins or leaves. */
interface Members {
  readonly from: number;
  readonly until: number;
  readonly reps: readonly string[];
}

/** Postings of limits: dispatch counts leads itself, and these are as many as the leads. */
const POSTINGS = new Set(['rep.reservations-begun', 'rep.reservation-taken', 'rep.reservation-returned', 'rep.balance-opened']);

/** Reps, teams, pools and calendars, as far as the log has been told. */
export class OrganisationBook {
  private readonly reps = new Map<string, RepState>();
  private readonly teams = new Map<string, GroupState>();
  private readonly pools = new Map<string, GroupState>();
  private readonly rules = new Map<string, PoolRules>();
  private readonly calendars = new Map<string, CalendarState>();
  /** Reps for whom every lead is posted. */
  private readonly posted = new Set<string>();
  private readonly members = new Map<string, Members>();

  apply(category: string, id: string, event: PositionedEvent): void {
    switch (category) {
      case 'rep':
        if (event.type === 'rep.reservations-begun') this.posted.add(id);
        if (POSTINGS.has(event.type)) return;
        this.reps.set(id, evolveRep(this.reps.get(id) ?? initialRep, event));
        this.members.clear();
        return;
      case 'team':
        this.teams.set(id, evolveGroup(this.teams.get(id) ?? initialGroup, event));
        return;
      case 'pool':
        this.pools.set(id, evolveGroup(this.pools.get(id) ?? initialGroup, event));
        this.rules.set(id, evolvePoolRules(this.rules.get(id) ?? initialPoolRules, event));
        return;
      case 'calendar':
        this.calendars.set(id, evolveCalendar(this.calendars.get(id) ?? initialCalendar, event));
        return;
    }
  }

  rep(id: string): RepState | null {
    return this.reps.get(id) ?? null;
  }

  isPosted(rep: string): boolean {
    return this.posted.has(rep);
  }

  poolRules(id: string): PoolRules | null {
    return this.rules.get(id) ?? null;
  }

  team(id: string): GroupState | null {
    return this.teams.get(id) ?? null;
  }

  pool(id: string): GroupState | null {
    return this.pools.get(id) ?? null;
  }

  coolDownMinutes(pool: string): number {
    return this.rules.get(pool)?.settings.previousOwnerCoolDownMinutes ?? 0;
  }

  calendar(id: string): WorkingCalendar | null {
    const state = this.calendars.get(id);
    return state ? workingCalendarOf(state) : null;
  }

  membersOf(team: string, at: number): readonly string[] {
    let members = this.members.get(team);
    if (!members || at < members.from || at >= members.until) this.members.set(team, (members = this.membersAt(team, at)));
    return members.reps;
  }

  private membersAt(team: string, at: number): Members {
    let from = -Infinity;
    let until = Infinity;
    const reps: string[] = [];
    for (const [id, rep] of this.reps) {
      let isMember = false;
      for (const membership of rep.memberships) {
        if (membership.team !== team) continue;
        isMember ||= holdsAt(membership, at);
        for (const bound of [membership.from, membership.to ?? Infinity]) {
          if (bound <= at) from = Math.max(from, bound);
          else until = Math.min(until, bound);
        }
      }
      if (isMember) reps.push(id);
    }
    return { from, until, reps: reps.sort() };
  }
}
