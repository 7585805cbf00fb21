import { type FactType } from '#libs/expressions';

/** Joins that a fact may need beside its entity's own rows (alias `r`). Only what a report asks for is joined: ownership costs nothing where no one asks. */
export type JoinName =
  | 'origin'
  | 'ending'
  | 'today'
  | 'given'
  | 'credited_then'
  | 'holding'
  | 'counts'
  | 'hands'
  | 'attributes'
  | 'rates'
  | 'rep'
  | 'rep_teams'
  | 'last_inquiry'
  | 'first_of_person'
  | 'original_inquiry'
  | 'person_then'
  | 'person_now'
  | 'origin_person_then'
  | 'origin_person_now';

export interface Fact {
  /** `record` is an open record of clear attributes, stored as JSON. */
  readonly type: FactType | 'record';
  readonly sql: string;
  readonly needs?: readonly JoinName[];
  /** Every row has a value. */
  readonly known?: true;
  readonly describe: string;
}

/** A time fact: SQL of its instant, of its date where only the date is known, and of its precision. */
export interface TimeFact {
  readonly at: string;
  readonly day: string;
  readonly precision: string;
  readonly needs?: readonly JoinName[];
  readonly describe: string;
}

/** From one time to another: exact milliseconds between instants, else whole days between dates; null where one of them is unknown. */
interface DurationFact {
  readonly from: TimeFact;
  readonly to: TimeFact;
  readonly describe: string;
}

export type EntityName =
  | 'inquiry'
  | 'lead'
  | 'open_lead'
  | 'assignment'
  | 'hand_over'
  | 'ownership_day'
  | 'lead_month'
  | 'follow_up'
  | 'stage_visit'
  | 'sla_clock'
  | 'decision'
  | 'turn'
  | 'deal'
  | 'pipeline_deal'
  | 'published_figure';

/** Something that is counted. Its rows (alias `r`) have at least id, lead, event, position, revision. */
export interface Entity {
  readonly name: EntityName;
  readonly describe: string;
  /** File beside this one. */
  readonly sql: string;
  /** Shared queries its rows stand on. */
  readonly needs: readonly string[];
  readonly times: Readonly<Record<string, TimeFact>>;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly durations: Readonly<Record<string, DurationFact>>;
  /** SQL of the instant at which `owner` and `team` are asked for. */
  readonly moment: string;
  /** SQL of the position at which that was recorded, null where it has not come yet; the row's own where it is left out. */
  readonly recorded?: string;
  /** The owner that `rep.…` describes. */
  readonly credited: Fact;
  /** Where rows belong to no lead: there is no `lead.` to read, and nothing is related to them. */
  readonly hasNoLead?: true;
  /** Where several rows stand on one event; of all others a row is known by the position of its event. */
  readonly hasManyPerEvent?: true;
  /** Where rows are made for the period that is asked for: no relation can look for them. */
  readonly madeForPeriod?: true;
  /** Where rows are made of the period itself, a row a day or month, and how long a period may be. Such rows have dates, whatever the log has. */
  readonly spread?: { readonly over: 'day' | 'month'; readonly maxDays: number };
}

export const ownTime = (describe: string): TimeFact => ({ at: 'r.start_at', day: 'r.day', precision: 'r.time_precision', describe });
export const known = (fact: Fact): Fact => ({ ...fact, known: true });
export const column = (type: FactType | 'record', describe: string, sql: string): Fact => ({ type, sql, describe });
/** The column that names a row among those of its entity; a number where it can be one. */
export const rowKey = ({ hasManyPerEvent }: Entity): 'id' | 'position' => (hasManyPerEvent ? 'id' : 'position');
