import { type Definition, type Moment } from '../definitions/definition.js';
import { type TimeFact } from '../entities/entity.js';
import { reachedSql } from './cohort-sql.js';
import { EntityQuery } from './entity-query.js';
import { relatedFactSql, relatedSql, relatedTime, type UsedOfRelated } from './related-sql.js';
import { type Scope } from './scope.js';
import { type SharedQuery } from './shared-queries.js';
import { durationSql } from './time-sql.js';
import { WorkingTime } from './working-time.js';

/** The rows of a definition's entity with everything that its expressions may read: facts, relations, durations. Only what is asked for is joined. */
export class RowSource {
  /** The date basis. */
  readonly basis: TimeFact;
  private readonly query: EntityQuery;
  private readonly working: WorkingTime;
  private readonly used: ReadonlyMap<string, UsedOfRelated>;

  constructor(
    private readonly definition: Definition,
    private readonly scope: Scope,
  ) {
    this.query = new EntityQuery(definition.entity, scope, definition.credit, definition.convert);
    this.basis = this.query.time(definition.entity.times[definition.date]!);
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

  /** The rows as `r` with their joins, and the shared queries that they stand on. To be asked after the last column. */
  from(): { readonly text: string; readonly shared: ReadonlySet<SharedQuery> } {
    const { entity, credit, convert } = this.definition;
    const shared = new Set<SharedQuery>();
    const joins = this.definition.related.flatMap((related) => {
      const read = this.used.get(related.name)!;
      if (read.facts.size + read.times.size === 0) return [];
      const built = relatedSql(related, { entity, date: this.basis, credit, convert }, this.scope, read);
      built.shared.forEach((each) => shared.add(each));
      return [`left join (${built.text}) rel_${related.name} on rel_${related.name}.id = r.id`];
    });
    const text = [this.query.from(), ...joins, ...this.working.joins()].join('\n  ');
    this.query.shared.forEach((each) => shared.add(each));
    return { text, shared };
  }

  private moment({ related, time }: Moment): TimeFact {
    if (related === null) return this.query.time(this.definition.entity.times[time]!);
    this.used.get(related)!.times.add(time);
    return relatedTime(`rel_${related}`, time);
  }
}
