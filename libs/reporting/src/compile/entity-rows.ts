import { readReportSql } from '../dialect/expand-sql.js';
import { type Entity, type TimeFact } from '../entities/entity.js';
import { monthEnds } from './period.js';
import { type Scope } from './scope.js';
import { dateSql, periodSql, timestampSql, withLocalDays } from './time-sql.js';

/** The rows of one entity: all of the log, or those of the period alone. Queries that share them make them once. */
export class EntityRows {
  private readonly asked = new Set<string>();
  private basis: TimeFact | null = null;
  private name: string | null = null;

  constructor(
    readonly entity: Entity,
    private readonly scope: Scope,
  ) {}

  /** Notes a fact that is read of them. */
  ask(fact: string): void {
    this.asked.add(fact);
  }

  /** Leaves out what lies outside the period by this time, which must be one of the rows themselves. */
  within(basis: TimeFact): void {
    this.basis = basis;
  }

  /** Lets them stand in a query of that name. */
  standAs(name: string): void {
    this.name = name;
  }

  /** What stands after `from`. To be asked after the last fact. */
  get source(): string {
    return this.name ?? `(${this.text})`;
  }

  get text(): string {
    if (this.basis === null) return this.all();
    return `select * from (${this.all()}) r where ${periodSql(this.scope, this.entity, { begins: this.basis.at, day: this.basis.day })}`;
  }

  private all(): string {
    const { period, transitions, knownAtMs } = this.scope;
    const lastDay = period.lastDay === null ? 'cast(null as date)' : dateSql(period.lastDay);
    const plain = this.entity.name === 'assignment' && !this.asked.has('previous_owner');
    const file = plain ? 'sql/assignment-plain.sql' : this.entity.sql;
    return withLocalDays(readReportSql(import.meta.url, `../entities/${file}`), transitions)
      .replaceAll('{{is_past}}', this.isPast())
      .replaceAll('{{end_at}}', timestampSql(period.endMs))
      .replaceAll('{{end_day}}', dateSql(period.endDay))
      .replaceAll('{{last_day}}', lastDay)
      .replaceAll('{{month_ends}}', () =>
        monthEnds(period)
          .map((day) => `(${dateSql(day)})`)
          .join(', '),
      )
      .replaceAll('{{from_day}}', dateSql(period.fromDay))
      .replaceAll('{{from_at}}', timestampSql(period.fromMs))
      .replaceAll('{{horizon}}', knownAtMs === null ? '(select max(known_at) from as_of)' : timestampSql(knownAtMs));
  }

  /** Whether an event happened before the end of the period. */
  private isPast(): string {
    const { period, profile } = this.scope;
    const instants = `start_at < ${timestampSql(period.endMs)}`;
    return profile.dateOnly === 0 ? instants : `(case when day is not null then day < ${dateSql(period.endDay)} else ${instants} end)`;
  }
}
