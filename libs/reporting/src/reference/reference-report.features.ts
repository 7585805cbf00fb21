import { workingMs } from '#libs/calendar';
import { type CompiledExpression } from '#libs/expressions';
import { type PositionedEvent } from '#libs/contracts';
import { type ReportDimension } from '../compile/dimension.js';
import { type Cohort } from '../definitions/cohort.js';
import { type Measure, type Related } from '../definitions/definition.js';
import { compareKeys, maturityOf } from '../run/compute-report.js';
import { decimal, type Figure, percentileOf } from '../run/figure.js';
import { fraction, type Fraction, toNumber } from '../run/fraction.js';
import { isRepDimension } from '../run/included-reps.js';
import { type ReportContext } from '../run/report-context.js';
import { type RowValue } from '../run/report-request.js';
import { type ScopeCalendar } from '../compile/scope.js';
import { credited } from './credited.features.js';
import { entityRows } from './entity-rows.features.js';
import { type ReferenceRow, type ReferenceWorld } from './reference-row.features.js';
import { isInquiry, leadView } from './lead-view.features.js';
import { between, countedDay, dayNumber, type Moment, notBefore, pastOf, type Placed } from './past.features.js';

export interface ReferenceReport {
  readonly total: number | null;
  readonly rows: readonly Record<string, unknown>[];
  readonly members: readonly string[];
}

/** The same report by brute force over the events: the second opinion on everything the compiler writes. */
export function referenceReport(events: readonly PositionedEvent[], context: ReportContext): ReferenceReport {
  const { definition, by, where, scope } = context;
  const world = worldOf(events, context);
  const basis = (row: ReferenceRow): Moment | null => row.times[definition.date] ?? null;
  const rows = entityRows(definition.entity.name, world).map((plain) => {
    const row = credited(plain, definition.credit, world);
    const facts = { ...row.facts };
    if (definition.cohort)
      facts['cohort'] = { reached: reached(definition.cohort, basis(row), row.times[definition.cohort.of] ?? null, scope.zone) };
    const moments = new Map<string, Readonly<Record<string, Moment | null>>>();
    for (const related of definition.related) {
      const found = relatedFacts(related, row, basis(row), world);
      facts[related.name] = found.facts;
      moments.set(related.name, found.times);
    }
    for (const { name, from, to, calendar } of definition.durations) {
      const [begins, ends] = [from, to].map(
        ({ related, time }) => (related === null ? row.times[time] : moments.get(related)?.[time]) ?? null,
      ) as [Moment | null, Moment | null];
      facts[name] = calendar === null ? between(begins, ends, scope.zone) : workingBetween(begins, ends, scope.calendars.get(calendar)!);
    }
    return { ...row, facts };
  });
  const dayOf = (row: ReferenceRow): string | null => dayOn(basis(row), scope.zone);
  const holds = (expression: CompiledExpression | null, row: ReferenceRow): boolean =>
    expression === null || expression.evaluate(row.facts, dayOf(row)) === true;
  const passing = rows.filter((row) => definition.terms.every((term) => holds(term.expression, row)));
  const counted = distinct(context, passing, basis);
  const members = counted.filter((row) => inPeriod(basis(row), context) && holds(where, row));

  const money = definition.measures.some(({ measure }) => 'value' in measure && measure.value.type === 'money');
  const extra = money && !by.some((dimension) => dimension.name === 'currency');
  const names = [...by.map((dimension) => dimension.name), ...(extra ? ['currency'] : [])];
  const keyOf = (row: ReferenceRow): RowValue[] => [
    ...by.map((dimension) => dimensionOf(dimension, row, countedDay(basis(row)!, scope.zone))),
    ...(extra ? [(row.facts['currency'] as string | null) ?? null] : []),
  ];
  const groups = new Map<string, { key: RowValue[]; rows: ReferenceRow[] }>();
  for (const row of members) {
    const key = keyOf(row);
    const text = JSON.stringify(key);
    groups.set(text, { key, rows: [...(groups.get(text)?.rows ?? []), row] });
  }
  if (names.length === 0 && groups.size === 0) groups.set('[]', { key: [], rows: [] });
  includeReps(context, world, groups);
  const figures = (of: readonly ReferenceRow[]): Figure[] => definition.measures.map(({ measure }) => figureOf(measure, of, dayOf));
  const currencies = new Set(
    members.filter((row) => row.facts['currency'] != null && row.facts['amount'] != null).map((row) => row.facts['currency']),
  );
  return {
    total: money && currencies.size > 1 ? null : figures(members)[0]!.value,
    rows: [...groups.values()]
      .sort((a, b) => compareKeys(a.key, b.key, by))
      .map(({ key, rows: of }) => ({
        ...Object.fromEntries(names.map((name, index) => [name, key[index]!])),
        ...columns(context, figures(of)),
        ...maturityOf(context, key),
      })),
    members: members.map((row) => row.id).sort(),
  };
}

function worldOf(events: readonly PositionedEvent[], { scope, knownAt }: ReportContext): ReferenceWorld {
  const past = pastOf(events, scope.position, knownAt);
  const streams = (kind: string): [id: string, events: readonly Placed[]][] =>
    [...past].flatMap(([stream, own]) => (stream.startsWith(`${kind}-`) ? [[stream.slice(kind.length + 1), own]] : []));
  const inquiries = streams('lead')
    .flatMap(([, own]) => own.filter(isInquiry))
    .sort((a, b) => (a.moment.ms === b.moment.ms ? a.position - b.position : a.moment.ms < b.moment.ms ? -1 : 1));
  const decisions = streams('dispatch').flatMap(([, own]) => own);
  const ids = new Set([...streams('lead').map(([id]) => id), ...decisions.map((event) => (event.data as { leadId: string }).leadId)]);
  const leads = [...ids].map((id) => leadView(id, past.get(`lead-${id}`) ?? [], inquiries));
  const reps = new Map<string, { name: string; attributes: Record<string, unknown> }>();
  for (const [stream, own] of past) {
    const last = own.findLast((event) => event.type === 'rep.joined' || event.type === 'rep.profile-changed');
    if (last && (last.type === 'rep.joined' || last.type === 'rep.profile-changed'))
      reps.set(stream.slice('rep-'.length), { name: last.data.name, attributes: last.data.attributes });
  }
  const known = events.filter((event) => event.position <= scope.position && (knownAt === null || event.metadata.knownAt <= knownAt));
  const lastKnown = known.reduce((last, event) => (event.metadata.knownAt > last ? event.metadata.knownAt : last), '');
  return { leads, decisions, reps, zone: scope.zone, period: scope.period, horizon: knownAt ?? lastKnown };
}

/** Working time by the calendar itself, which shares nothing with the tables of the engine. */
function workingBetween(from: Moment | null, to: Moment | null, { calendar }: ScopeCalendar): number | null {
  const isInstant = (moment: Moment | null): moment is Moment => moment !== null && moment.known && moment.day === null;
  if (!isInstant(from) || !isInstant(to)) return null;
  return to.ms >= from.ms ? workingMs(calendar, from.ms, to.ms) : -workingMs(calendar, to.ms, from.ms);
}

function relatedFacts(
  related: Related,
  row: ReferenceRow,
  basis: Moment | null,
  world: ReferenceWorld,
): { readonly facts: Record<string, unknown>; readonly times: ReferenceRow['times'] } {
  const found = entityRows(related.entity.name, world).flatMap((other) => {
    const moment = other.times[related.date];
    if (other.lead !== row.lead || !moment || (related.when !== 'ever' && !basis)) return [];
    if (related.entity.name === row.entity && other.id === row.id) return [];
    if (related.when === 'after' && !notBefore(moment, basis!, world.zone)) return [];
    if (related.when === 'before' && !notBefore(basis!, moment, world.zone)) return [];
    const delay = between(basis, moment, world.zone);
    const distance = related.when === 'before' ? between(moment, basis, world.zone) : delay;
    if (related.withinMs !== null && (distance === null || distance > related.withinMs)) return [];
    if (related.where && related.where.evaluate({ ...other.facts, this: row.facts }, dayOn(moment, world.zone)) !== true) return [];
    return [{ other, moment, delay }];
  });
  found.sort((a, b) => (a.moment.ms === b.moment.ms ? a.other.position - b.other.position : a.moment.ms < b.moment.ms ? -1 : 1));
  const { pick } = related;
  const picked = pick === 'last' ? found.at(-1) : found[pick === 'first' ? 0 : pick - 1];
  const isFound = found.length >= (typeof pick === 'number' ? pick : 1);
  const facts = { ...picked?.other.facts, found: isFound, count: found.length, delay: picked?.delay ?? null };
  return { facts, times: picked?.other.times ?? {} };
}

function distinct(
  { definition, scope }: ReportContext,
  rows: readonly ReferenceRow[],
  basis: (row: ReferenceRow) => Moment | null,
): ReferenceRow[] {
  const rule = definition.distinct;
  if (!rule) return [...rows];
  const at = (row: ReferenceRow): { day: number; ms: number } => {
    const moment = basis(row)!;
    const day = countedDay(moment, scope.zone);
    return { day: day === null ? -Infinity : dayNumber(day), ms: moment.ms };
  };
  const ordered = [...rows].sort((a, b) => {
    const [x, y] = [at(a), at(b)];
    return x.day !== y.day ? (x.day < y.day ? -1 : 1) : x.ms !== y.ms ? (x.ms < y.ms ? -1 : 1) : a.position - b.position;
  });
  const last = new Map<string, number>();
  return ordered.filter((row) => {
    const keys = rule.per.map(
      (path) => path.reduce<unknown>((facts, name) => (facts as Record<string, unknown> | undefined)?.[name], row.facts) ?? null,
    );
    if (keys.includes(null)) return true;
    const key = JSON.stringify(keys);
    const { day } = at(row);
    const before = last.get(key);
    const counts = before === undefined || (rule.window !== null && day !== before && day - before >= rule.window.days);
    if (counts || rule.window?.since === 'any') last.set(key, day);
    return counts;
  });
}

const dayOn = (moment: Moment | null, zone: string): string | null => (moment ? countedDay(moment, zone) : null);

function reached({ window }: Cohort, from: Moment | null, of: Moment | null, zone: string): boolean {
  if (!of || !from) return false;
  if (window.kind === 'ever') return true;
  if (!of.known || !from.known) return false;
  const [begun, came] = [countedDay(from, zone)!, countedDay(of, zone)!];
  switch (window.kind) {
    case 'days':
      return dayNumber(came) - dayNumber(begun) <= window.days;
    case 'span':
      return between(from, of, zone)! <= window.ms;
    case 'calendar': {
      const unitOf = (day: string): string =>
        ({
          month: day.slice(0, 7),
          year: day.slice(0, 4),
          week: isoWeek(day),
          quarter: `${day.slice(0, 4)}${Math.ceil(Number(day.slice(5, 7)) / 3)}`,
        })[window.unit];
      return unitOf(came) <= unitOf(begun);
    }
  }
}

function inPeriod(moment: Moment | null, { scope: { period } }: ReportContext): boolean {
  if (!moment) return false;
  return moment.day === null
    ? moment.ms >= period.fromMs && moment.ms < period.endMs
    : moment.day >= period.fromDay && moment.day < period.endDay;
}

function dimensionOf(dimension: ReportDimension, row: ReferenceRow, day: string | null): RowValue {
  if (!dimension.calendar) {
    const value = dimension.expression.evaluate(row.facts, day);
    if (dimension.buckets && value !== null) {
      const { bounds, labels } = dimension.buckets;
      return labels[bounds.filter((bound) => bound <= Number(value)).length]!;
    }
    return dimension.expression.type === 'dyn' && value !== null ? String(value) : (value as RowValue);
  }
  if (day === null) return null;
  const quarter = `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return { day, month: day.slice(0, 7), year: day.slice(0, 4), quarter, week: isoWeek(day) }[dimension.name as 'day'];
}

function isoWeek(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${String(Math.floor((thursday.getTime() - first) / 604_800_000) + 1).padStart(2, '0')}`;
}

function includeReps(
  { definition, by, where }: ReportContext,
  { reps }: ReferenceWorld,
  groups: Map<string, { key: RowValue[]; rows: ReferenceRow[] }>,
): void {
  if (!definition.includeAllReps || !by.some(isRepDimension)) return;
  if (where && !where.references.every(([head]) => head === 'owner' || head === 'rep')) return;
  const others = [...groups.values()].map(({ key }) => key);
  const templates = by.every(isRepDimension) ? [[]] : others;
  for (const [rep, profile] of reps) {
    const facts = { owner: rep, rep: { ...profile.attributes, name: profile.name } };
    if (where && where.evaluate(facts) !== true) continue;
    for (const template of templates) {
      const key = by.map((dimension, index) =>
        isRepDimension(dimension) ? dimensionOf(dimension, { facts } as unknown as ReferenceRow, null) : (template[index] ?? null),
      );
      const text = JSON.stringify(key);
      if (!groups.has(text)) groups.set(text, { key, rows: [] });
    }
  }
}

const UNITS = { days: 86_400_000n, hours: 3_600_000n, minutes: 60_000n, seconds: 1_000n } as const;
const per = (value: Fraction, by: bigint): Fraction => fraction(value.numerator, value.denominator * by);
const shown = (value: Fraction, count: number): Figure => ({
  value: toNumber(value),
  exact: { numerator: String(value.numerator), denominator: String(value.denominator) },
  count,
});

function figureOf(measure: Measure, rows: readonly ReferenceRow[], dayOf: (row: ReferenceRow) => string | null): Figure {
  if (measure.kind === 'count') return { value: rows.length, count: rows.length };
  if (measure.kind === 'ratio') {
    const below = rows.filter((row) => measure.to === null || measure.to.evaluate(row.facts, dayOf(row)) === true);
    const above = below.filter((row) => measure.of.evaluate(row.facts, dayOf(row)) === true);
    if (below.length === 0) return { value: null, count: 0 };
    return {
      value: above.length / below.length,
      exact: { numerator: String(above.length), denominator: String(below.length) },
      count: below.length,
    };
  }
  const values = rows.flatMap((row) => {
    const value = measure.value.type === 'money' ? row.facts[measure.value.source] : measure.value.evaluate(row.facts, dayOf(row));
    return value === null || value === undefined ? [] : [typeof value === 'object' ? BigInt(Number(value)) : value];
  });
  const exact = values.map((value) => decimal(String(value)));
  const unit = measure.unit === null ? 1n : UNITS[measure.unit];
  if (exact.length === 0) return measure.kind === 'sum' && rows.length === 0 ? shown(fraction(0n, 1n), 0) : { value: null, count: 0 };
  if (measure.kind === 'percentile') {
    const sorted = exact.sort((a, b) => Number(a.numerator * b.denominator - b.numerator * a.denominator));
    const n = sorted.length;
    const nearest = Math.max(1, Math.ceil((n * measure.p) / 10_000)) - 1;
    const low = measure.method === 'linear' ? Math.floor(((n - 1) * measure.p) / 10_000) : nearest;
    const high = measure.method === 'linear' ? Math.min(low + 1, n - 1) : nearest;
    return shown(per(percentileOf(sorted[low]!, sorted[high]!, n, measure.p), unit), n);
  }
  const sum = exact.reduce(
    (a, b) => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    fraction(0n, 1n),
  );
  return shown(per(sum, measure.kind === 'mean' ? unit * BigInt(exact.length) : unit), exact.length);
}

function columns({ definition }: ReportContext, [first, ...others]: readonly Figure[]): Record<string, unknown> {
  const { value, exact, count } = first!;
  const further = Object.fromEntries(others.map((figure, index) => [definition.measures[index + 1]!.name, figure]));
  return { value, ...(exact && { exact }), count, ...(others.length > 0 && { measures: further }) };
}
