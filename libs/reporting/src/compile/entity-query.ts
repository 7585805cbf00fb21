import { dialect } from '../dialect/dialect.js';
import { readReportSql } from '../dialect/expand-sql.js';
import { type Conversion } from '../definitions/conversion.js';
import { type CreditRule } from '../definitions/definition.js';
import { type Entity, type Fact, type JoinName, type TimeFact } from '../entities/entity.js';
import { creditedFact } from '../entities/credited.js';
import { leadFacts, leadRecords } from '../entities/lead-context.js';
import { conversionSql, type ConversionSql } from './conversion-sql.js';
import { type EntityRows } from './entity-rows.js';
import { type Scope } from './scope.js';
import { type SharedQuery } from './shared-queries.js';
import { durationSql, withLocalDays } from './time-sql.js';

const joinNeeds: Readonly<Record<Exclude<JoinName, 'rates'>, SharedQuery>> = {
  given: 'given',
  credited_then: 'ownership',
  origin: 'lead_origin',
  ending: 'lead_ending',
  today: 'holding_today',
  holding: 'holding',
  counts: 'lead_count',
  hands: 'lead_hands',
  attributes: 'lead_attributes',
  rep: 'rep_profile',
  rep_teams: 'rep_teams',
  last_inquiry: 'last_inquiry',
  first_of_person: 'first_of_person',
  original_inquiry: 'first_of_person',
  person_then: 'person_then',
  person_now: 'person_now',
  origin_person_then: 'person_then',
  origin_person_now: 'person_now',
};

/** The rows of one entity (alias `r`) with exactly the joins that the facts asked for need. */
export class EntityQuery {
  private readonly joins = new Set<JoinName>();
  readonly entity: Entity;

  constructor(
    private readonly rows: EntityRows,
    private readonly scope: Scope,
    private readonly credit: CreditRule | null = null,
    private readonly convert: Conversion | null = null,
  ) {
    this.entity = rows.entity;
  }

  /** SQL of a fact named in an expression. `related` paths are not its business. */
  fact(path: readonly string[]): string {
    const [head = '', ...rest] = path;
    if (head === 'rep') return this.repFact(rest[0] ?? '');
    if (head === 'rep_teams') return this.repTeams();
    if (head === 'lead' && rest.length > 0) return this.leadFact(rest);
    if (head in leadRecords) return this.leadFact(path);
    const time = this.entity.times[head];
    if (time) return `(case when ${this.time(time).precision} <> 'unknown' then ${time.at} end)`;
    const duration = this.entity.durations[head];
    if (duration) return durationSql(this.time(duration.from), this.time(duration.to), this.scope.transitions);
    if (this.credit && (head === 'owner' || head === 'team')) return this.field(creditedFact(this.entity, this.credit, head), []);
    if (this.convert && (head === 'amount' || head === 'currency')) return this.converted(head);
    this.rows.ask(head);
    const fact = this.entity.facts[head];
    if (!fact) throw new Error(`No fact ${path.join('.')} of ${this.entity.name}`);
    return this.field(fact, rest);
  }

  /** Whether a fact has a value in every row. Who a row is credited to, and what it is worth, may always be missing. */
  isKnown([head = '', ...rest]: readonly string[]): boolean {
    const fact = head === 'lead' && rest.length > 0 ? leadFacts[rest[0]!] : this.entity.facts[head];
    return fact?.known === true;
  }

  /** Money in the currency of the definition; `lacking` is the currency of an amount that has no rate. */
  converted(what: 'amount' | 'currency' | 'lacking'): string {
    this.need(['rates']);
    return this.conversion()[what];
  }

  time(time: TimeFact): TimeFact {
    this.need(time.needs);
    return time;
  }

  /** Shared queries that `from()` refers to. */
  get shared(): SharedQuery[] {
    return [...(this.entity.needs as SharedQuery[]), ...[...this.joins].flatMap((join) => (join === 'rates' ? [] : [joinNeeds[join]]))];
  }

  from(): string {
    const { entity, credit } = this;
    const joins: Readonly<Record<JoinName, string>> = {
      origin: 'left join lead_origin o on o.lead = r.lead',
      ending: 'left join lead_ending x on x.lead = r.lead',
      today: 'left join holding_today t on t.lead = r.lead',
      given: dialect.asOfJoin({
        kind: 'left',
        table: 'given',
        alias: 'g',
        on: 'g.lead = r.lead',
        at: `coalesce(${entity.moment}, ${dialect.afterAllTime})`,
        from: 'g.from_at',
      }),
      credited_then: credit ? `left join (${this.creditedThen(credit)}) ct on ct.id = r.id` : '',
      holding: dialect.asOfJoin({
        kind: 'left',
        table: 'holding',
        alias: 'h',
        on: 'h.lead = r.lead',
        at: entity.moment,
        from: 'h.from_at',
      }),
      counts: 'left join lead_count c on c.lead = r.lead',
      hands: 'left join lead_hands lh on lh.lead = r.lead',
      attributes: 'left join lead_attributes a on a.lead = r.lead',
      last_inquiry: 'left join last_inquiry li on li.lead = r.lead',
      first_of_person: 'left join first_of_person fp on fp.person = r.person',
      original_inquiry: 'left join first_of_person oi on oi.person = o.person',
      person_then: 'left join person_then pt on pt.inquiry = r.id',
      person_now: 'left join person_now pn on pn.person = r.person',
      origin_person_then: 'left join person_then opt on opt.inquiry = o.inquiry',
      origin_person_now: 'left join person_now opn on opn.person = o.person',
      rep: `left join rep_profile p on p.rep = ${this.credited.sql}`,
      rep_teams: this.joins.has('rep_teams') ? this.repTeamsJoin() : '',
      rates: this.convert ? this.conversion().join : '',
    };
    const wanted = (Object.keys(joins) as JoinName[]).filter((join) => this.joins.has(join));
    return [`${this.rows.source} r`, ...wanted.map((join) => joins[join])].join('\n  ');
  }

  private conversion(): ConversionSql {
    const { convert, scope } = this;
    if (!convert || !scope.rates) throw new Error(`No rates were loaded for ${this.entity.name}`);
    return conversionSql(convert, this.time(this.entity.times[convert.at]!), scope.rates, scope.transitions);
  }

  private leadFact([head = '', ...rest]: readonly string[]): string {
    const record = leadRecords[head];
    return record ? this.field(record[rest[0]!]!, rest.slice(1)) : this.field(leadFacts[head]!, rest);
  }

  private field(fact: Fact, rest: readonly string[]): string {
    this.need(fact.needs);
    return rest.length === 0 ? fact.sql : dialect.jsonField(fact.sql, rest[0]!);
  }

  private get credited(): Fact {
    return this.credit ? creditedFact(this.entity, this.credit, 'owner') : this.entity.credited;
  }

  private creditedThen(credit: CreditRule): string {
    const file = credit.owner === 'at_assignment' ? 'given-then' : 'held-then';
    return readReportSql(import.meta.url, `../entities/sql/${file}.sql`).replace('{{rows}}', this.judgedRows(credit));
  }

  /** Each row with the moment and the record it is judged by. */
  private judgedRows({ owner }: CreditRule): string {
    const moment = owner === 'today' ? dialect.afterAllTime : `coalesce(${this.entity.moment}, ${dialect.afterAllTime})`;
    const recorded = `coalesce(${this.entity.recorded ?? 'r.position'}, ${this.scope.position})`;
    return `select r.id, r.lead, ${moment} as moment, ${recorded} as recorded from ${this.rows.source} r`;
  }

  private repTeams(): string {
    this.need(this.credited.needs);
    this.need(['rep_teams']);
    return 'rt.teams';
  }

  /** The teams of the credited rep: at the row's moment, of a row a day when the day ends, of an owner of today those of today. */
  private repTeamsJoin(): string {
    const { credit, credited, entity } = this;
    if (credit?.known === 'then') {
      const rows = `select j.*, ${credited.sql} as rep from (${this.judgedRows(credit)}) j left join (${this.creditedThen(credit)}) ct on ct.id = j.id`;
      return `left join (${readReportSql(import.meta.url, '../entities/sql/rep-teams-then.sql').replace('{{rows}}', () => rows)}) rt on rt.id = r.id`;
    }
    if (credited.needs?.join() === 'today') return `left join rep_teams rt on rt.rep = ${credited.sql} and rt.is_last`;
    const ofRep = { kind: 'left', alias: 'rt', on: `rt.rep = ${credited.sql}` } as const;
    if (entity.spread) {
      const byDay = withLocalDays(readReportSql(import.meta.url, '../entities/sql/rep-teams-by-day.sql'), this.scope.transitions);
      return dialect.asOfJoin({ ...ofRep, table: `(${byDay})`, at: 'r.day', from: 'rt.from_day' });
    }
    const at = `coalesce(${entity.moment}, ${dialect.afterAllTime})`;
    return dialect.asOfJoin({ ...ofRep, table: 'rep_teams', at, from: 'rt.from_at' });
  }

  private repFact(name: string): string {
    this.need(this.credited.needs);
    this.need(['rep']);
    return name === 'name' ? 'p.name' : dialect.jsonField('p.attributes', name);
  }

  private need(joins: readonly JoinName[] | undefined): void {
    for (const join of joins ?? []) this.joins.add(join);
  }
}
