import { DEPARTURE, isOnHoliday, HOLIDAY, MANAGER, teamOf } from './sales-team.js';
import { type Activity, type DraftRow } from './sample-row.js';
import { END } from './time.js';

/** The rows of one lead while they are made up. */
export class Life {
  readonly rows: DraftRow[] = [];
  owner: string | null = null;
  closed = false;

  constructor(
    readonly lead: string,
    /** The n-th lead; deals out successors in turn. */
    readonly number: number,
  ) {}

  add(row: DraftRow): void {
    if (row.at >= END) return;
    this.rows.push(row);
    if (row.activity === 'won' || row.activity === 'lost' || row.activity === 'invalid') this.closed = true;
  }

  /** Gives the lead to somebody. */
  give(activity: Extract<Activity, 'assigned' | 'claimed' | 'transferred'>, to: string, at: number, actor: string, reason?: string): void {
    this.owner = to;
    this.add({ activity, at, actor, owner: to, team: teamOf(to), ...(reason !== undefined && { reason }) });
  }

  /** Gives it back to the intake pool. */
  giveBack(activity: Extract<Activity, 'released' | 'recycled'>, at: number, actor: string, reason: string): void {
    this.owner = null;
    this.add({ activity, at, actor, pool: 'intake', reason });
  }

  /** A contact made by the owner, or by the cover while the owner is away, and entered some time after. Returns who made it. */
  contact(activity: Extract<Activity, 'call' | 'mail' | 'meeting'>, at: number, outcome: string, recorded = at): string | null {
    this.departIfDue(at);
    if (this.owner === null) return null;
    const by = isOnHoliday(this.owner, at) ? HOLIDAY.cover : this.owner;
    this.add({ activity, at, recorded, actor: by, direction: 'outbound', outcome });
    return by;
  }

  /** Where the owner has left by then, the hand-over comes first; what is closed stays where it is. */
  departIfDue(at: number): void {
    if (this.closed || this.owner !== DEPARTURE.rep || at <= DEPARTURE.at) return;
    const successor = DEPARTURE.successors[this.number % DEPARTURE.successors.length]!;
    this.give('transferred', successor, DEPARTURE.at + this.number * 1_000, MANAGER, 'Cy leaves the company');
  }
}
