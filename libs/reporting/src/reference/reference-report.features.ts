import { workingMs } from '#libs/calendar';
import { type CompiledExpression } from '#libs/expressions';
import { type PositionedEvent } from '#libs/contracts';
import { type ReportDimension } from '../compile/dimension.js';
import { type Cohort } from '../definitions/cohort.js';
import { type Related } from '../definitions/definition.js';
import { isPerCurrency } from '../definitions/measure-unit.js';
import { compareKeys, maturityOf } from '../run/compute-report.js';
import { decimal, type Figure } from '../run/figure.js';
import { isRepDimension } from '../run/included-reps.js';
import { type ReportContext } from '../run/report-context.js';
import { type RowValue } from '../run/report-request.js';
import { type ScopeCalendar } from '../compile/scope.js';
import { converted } from './converted.features.js';
import { credited } from './credited.features.js';
import { entityRows } from './entity-rows.features.js';
import { figuresOf } from './figures-of.features.js';
import { type ReferenceRow, type ReferenceWorld } from './reference-row.features.js';
import { isInquiry, leadView } from './lead-view.features.js';
import { teamsAmong } from './rep-teams.features.js';
import { takenForAmong } from './taken-for.features.js';
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
    const facts: Record<string, unknown> = { ...row.facts, ...converted(row, context) };
    if (definition.cohort)
      facts['cohort'] = { reached: reached(definition.cohort, basis(row), row.times[definition.cohort.of] ?? null, scope.zone) };
    const moments = new Map<string, Readonly<Record<string, Moment | null>>>();
    for (const related of definition.related) {
      const found = relatedFacts(related, { ...row, facts }, basis(row), world);
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

  const money = definition.measures.some(({ measure }) => isPerCurrency(measure));
  const mixed = money && definition.measures.some(({ measure }) => !isPerCurrency(measure));
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
  const at = names.indexOf('currency');
  const restOf = (key: readonly RowValue[]): string => JSON.stringify(key.filter((_, index) => index !== at));
  const ofRest = (key: readonly RowValue[]): ReferenceRow[] =>
    [...groups.values()].flatMap((group) => (restOf(group.key) === restOf(key) ? group.rows : []));
  const hasMoneyBeside = (key: readonly RowValue[]): boolean =>
    [...groups.values()].some((group) => group.key[at] !== null && restOf(group.key) === restOf(key));
  const standing = [...groups.values()].filter(({ key }) => !mixed || key[at] !== null || !hasMoneyBeside(key));
  const rowsToShow = [
    ...standing,
    ...repsBeside(context, world, names, mixed ? standing.map(({ key }) => key.with(at, null)) : standing.map(({ key }) => key)),
  ];
  const figures = (own: readonly ReferenceRow[], whole: readonly ReferenceRow[], currency: unknown, isAll = false): Figure[] => {
    const inCurrency = members.filter((row) => currencyOf(row) === currency);
    const totalOwn = isAll || at < 0 ? members : inCurrency.length === 0 ? null : inCurrency;
    return figuresOf(definition.measures, { own, whole: mixed ? whole : own, total: { own: totalOwn, whole: members } }, dayOf);
  };
  const currencyOf = (row: ReferenceRow): unknown => row.facts['currency'] ?? null;
  const currencies = [...new Set(members.map(currencyOf))].filter((currency) => currency !== null);
  const inOne = (currency: unknown): Figure =>
    figures(
      members.filter((row) => currencyOf(row) === currency),
      members,
      currency,
    )[0]!;
  const valued = money ? currencies.map(inOne).filter(({ value }) => value !== null) : [];
  const { measure: first } = definition.measures[0];
  const isSplit = isPerCurrency(first) && (valued.length > 1 || (first.kind === 'formula' && currencies.length > 1));
  return {
    total: valued.length === 1 ? valued[0]!.value : isSplit ? null : figures(members, members, null, true)[0]!.value,
    rows: rowsToShow
      .sort((a, b) => compareKeys(a.key, b.key, by))
      .map(({ key, rows: of }) => ({
        ...Object.fromEntries(names.map((name, index) => [name, key[index]!])),
        ...columns(context, figures(of, ofRest(key), key[at])),
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
  const known = events.filter((event) => event.position <= scope.position && (knownAt === null || event.metadata.knownAt <= knownAt));
  const takenFor = takenForAmong(known);
  const leads = [...ids].map((id) => leadView(id, past.get(`lead-${id}`) ?? [], inquiries, takenFor));
  const reps = new Map<string, { name: string; attributes: Record<string, unknown> }>();
  for (const [stream, own] of past) {
    const rep = stream.slice('rep-'.length);
    const said = own.flatMap((event) =>
      event.type === 'rep.joined' || event.type === 'rep.profile-changed' || event.type === 'rep.confirmed' ? [event.data] : [],
    );
    const last = said.findLast(({ name }) => name !== null) ?? said.at(-1);
    if (last) reps.set(rep, { name: last.name ?? rep, attributes: last.attributes });
  }
  const lastKnown = known.reduce((last, event) => (event.metadata.knownAt > last ? event.metadata.knownAt : last), '');
  const figures = streams('definition').flatMap(([, own]) => [...own].sort((a, b) => a.position - b.position));
  return {
    leads,
    decisions,
    figures,
    reps,
    teamsOf: teamsAmong(past),
    takenFor,
    zone: scope.zone,
    period: scope.period,
    horizon: knownAt ?? lastKnown,
  };
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
      const { numerator, denominator } = decimal(String(value));
      return labels[bounds.filter((bound) => BigInt(bound) * denominator <= numerator).length]!;
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

/** Reps without a row, beside each combination of the other dimensions that occurs. */
function repsBeside(
  { definition, by, where }: ReportContext,
  { reps }: ReferenceWorld,
  names: readonly string[],
  keys: readonly (readonly RowValue[])[],
): { key: RowValue[]; rows: ReferenceRow[] }[] {
  if (!definition.includeAllReps || !by.some(isRepDimension)) return [];
  if (where && !where.references.every(([head]) => head === 'owner' || head === 'rep')) return [];
  const templates = names.length === by.length && by.every(isRepDimension) ? [[]] : keys;
  const found = new Map<string, { key: RowValue[]; rows: ReferenceRow[] }>();
  for (const [rep, profile] of reps) {
    const facts = { owner: rep, rep: { ...profile.attributes, name: profile.name } };
    if (where && where.evaluate(facts) !== true) continue;
    for (const template of templates) {
      const key = names.map((_, index) => {
        const dimension = by[index];
        const isRep = dimension && isRepDimension(dimension);
        return isRep ? dimensionOf(dimension, { facts } as unknown as ReferenceRow, null) : (template[index] ?? null);
      });
      const text = JSON.stringify(key);
      if (!keys.some((other) => JSON.stringify(other) === text)) found.set(text, { key, rows: [] });
    }
  }
  return [...found.values()];
}

function columns({ definition }: ReportContext, [first, ...others]: readonly Figure[]): Record<string, unknown> {
  const { value, exact, count, because } = first!;
  const further = Object.fromEntries(others.map((figure, index) => [definition.measures[index + 1]!.name, figure]));
  return {
    value,
    ...(exact && { exact }),
    count,
    ...(because !== undefined && { because }),
    ...(others.length > 0 && { measures: further }),
  };
}
