import { type Definition, type Moment } from '../definitions/definition.js';
import { rowKey, type TimeFact } from '../entities/entity.js';
import { reachedSql } from './cohort-sql.js';
import { OWN_ROW } from './distinct-sql.js';
import { EntityQuery } from './entity-query.js';
import { EntityRows } from './entity-rows.js';
import { relatedFactSql, relatedSql, relatedTime, type UsedOfRelated } from './related-sql.js';
import { type Scope } from './scope.js';
import { type SharedQuery, sharedQueries } from './shared-queries.js';
import { durationSql } from './time-sql.js';
import { WorkingTime } from './working-time.js';

/** The rows of a definition's entity with everything that its expressions may read: facts, relations, durations. Only what is asked for is joined. */
export class RowSource {
  /** The date basis. */
  readonly basis: TimeFact;
  private readonly rows: EntityRows;
  private readonly query: EntityQuery;
  private readonly working: WorkingTime;
  private readonly used: ReadonlyMap<string, UsedOfRelated>;

  constructor(
    private readonly definition: Definition,
    private readonly scope: Scope,
    /** `of` a `period`, rows outside of it may be missing; `standAlone`: the rows of the entity are a query of their own, whoever else reads them. */
    private readonly how: { readonly of?: 'all' | 'period'; readonly standAlone?: boolean } = {},
  ) {
    this.rows = new EntityRows(definition.entity, scope);
    this.query = new EntityQuery(this.rows, scope, definition.credit, definition.convert);
    this.basis = this.query.time(definition.entity.times[definition.date]!);
    if (how.of === 'period' && this.basis.needs === undefined) this.rows.within(this.basis);
    this.working = new WorkingTime(scope.calendars);
    this.used = new Map(definition.related.map(({ name }) => [name, { facts: new Set(), times: new Set() }]));
  }

  /** SQL of a fact by its path; an arrow, so that it can be given to expressions. */
  readonly columnOf = (path: readonly string[]): string => {
    const [head = '', name = ''] = path;
    const duration = this.definition.durations.find((each) => each.name === head);
    if (duration) {
      const [from, to] = [this.moment(duration.from), this.moment(duration.to)];
      return duration.calendar === null ? durationSql(from, to, this.scope.transitions) : this.working.between(from, to, duration.calendar);
    }
    const { cohort, entity } = this.definition;
    if (head === 'cohort' && cohort)
      return reachedSql(cohort, this.basis, this.query.time(entity.times[cohort.of]!), this.scope.transitions);
    const related = this.definition.related.find((each) => each.name === head);
    if (!related) return this.query.fact(path);
    this.used.get(head)!.facts.add(name);
    return relatedFactSql(`rel_${head}`, related, name);
  };

  /** Whether a fact has a value in every row. */
  readonly isKnown = (path: readonly string[]): boolean => {
    const [head = '', name = ''] = path;
    if (this.definition.related.some((each) => each.name === head)) return name === 'found' || name === 'count';
    if (head === 'cohort' && this.definition.cohort) return true;
    return !this.definition.durations.some((each) => each.name === head) && this.query.isKnown(path);
  };

  /** SQL of the currency of an amount that has no rate; null where it has one, or nothing is converted. */
  get lacking(): string | null {
    return this.definition.convert && this.query.converted('lacking');
  }

  /** The rows as `r` with their joins, and the queries that they stand on. To be asked after the last column. */
  from(): { readonly text: string; readonly queries: readonly [name: string, text: string][] } {
    const { rows } = this;
    const { credit, convert, related: all } = this.definition;
    const shared = new Set<SharedQuery>();
    const asked = all.filter(({ name }) => Object.values(this.used.get(name)!).some((read: ReadonlySet<string>) => read.size > 0));
    // Relations look at the same rows: reading them anew each time costs more than keeping them.
    const standAlone = asked.length > 0 || this.how.standAlone === true;
    if (standAlone) rows.standAs(OWN_ROW);
    const key = rowKey(this.definition.entity);
    const joins = asked.map((related) => {
      const built = relatedSql(related, { rows, date: this.basis, credit, convert }, this.scope, this.used.get(related.name)!);
      built.shared.forEach((each) => shared.add(each));
      return `left join (${built.text}) rel_${related.name} on rel_${related.name}.${key} = r.${key}`;
    });
    const text = [this.query.from(), ...joins, ...this.working.joins()].join('\n  ');
    this.query.shared.forEach((each) => shared.add(each));
    const own: [string, string][] = standAlone ? [[OWN_ROW, rows.text]] : [];
    return { text, queries: [...sharedQueries(shared, this.scope), ...own] };
  }

  private moment({ related, time }: Moment): TimeFact {
    if (related === null) return this.query.time(this.definition.entity.times[time]!);
    this.used.get(related)!.times.add(time);
    return relatedTime(`rel_${related}`, time);
  }
}
