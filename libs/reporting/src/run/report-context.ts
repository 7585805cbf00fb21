import { offsetTransitions } from '#libs/calendar';
import { type CelVocabulary, compileCel, type CompiledExpression, noVocabularies, type Vocabularies } from '#libs/expressions';
import { type Clock, invalid, type Violation } from '#libs/platform';
import { definitionSchema, type ReportDimension, reportDimensions } from '../compile/dimension.js';
import { periodOf } from '../compile/period.js';
import { type Scope } from '../compile/scope.js';
import { numberProblems } from '../definitions/currencies.js';
import { type Definition } from '../definitions/definition.js';
import { type FactsHead, type FactStore } from '../facts/fact-store.js';
import { reportCalendars } from './report-calendars.js';
import { reportRates } from './report-rates.js';
import { type ReportRequest } from './report-request.js';

/** A definition as one report uses it. */
export interface PublishedDefinition {
  readonly definition: Definition;
  readonly version: number;
  /** Of a version that is not published: what it gives is no figure. */
  readonly state?: 'draft' | 'test';
  readonly documentHash: string;
}

/** Everything one run stands on, checked. */
export interface ReportContext extends PublishedDefinition {
  readonly by: readonly ReportDimension[];
  readonly where: CompiledExpression | null;
  readonly knownAt: string | null;
  /** The instant by which it is judged whether a cohort is mature. */
  readonly asOf: string;
  readonly scope: Scope;
}

const SKEW_MS = 5_000;
const DAY_MS = 86_400_000;

/** Throws 422 with every violation of the request: dimensions, filter, position, known-at, period. */
export async function reportContext(
  published: PublishedDefinition,
  request: ReportRequest,
  facts: {
    readonly head: FactsHead;
    readonly store: FactStore;
    readonly organisationZone: string;
    readonly clock: Clock;
    /** What the question itself may call. */
    readonly vocabularies?: Vocabularies;
  },
): Promise<ReportContext> {
  const { definition } = published;
  const { vocabularies = noVocabularies } = facts;
  const zone = definition.zone ?? facts.organisationZone;
  const problems: Violation[] = [];
  const period = collect(problems, () => periodOf(request.from, request.to, zone, request.isOnRecord));
  const { spread } = definition.entity;
  if (period && spread && period.endMs - period.fromMs > spread.maxDays * DAY_MS)
    problems.push({
      code: 'REPORT.PERIOD',
      message: `${definition.name} makes a row for each lead and ${spread.over}: ask for at most ${spread.maxDays} days at a time`,
      path: 'to',
    });
  const where =
    request.where === undefined || request.where === ''
      ? null
      : compileCel(request.where, definitionSchema(definition), { result: 'bool', vocabularies });
  const amounts = where && where.problems.length === 0 && !request.isOnRecord ? numberProblems(where, definition) : [];
  for (const { code, message, line, column } of [...(where?.problems ?? []), ...amounts])
    problems.push({ code, message, path: `where ${line}:${column}` });
  const currencies = new Map([...(where?.fixes ?? []), ...definition.currencies]);
  const isAsked = request.by !== undefined && !request.isOnRecord;
  const by =
    collect(problems, () => reportDimensions(definition, request.by ?? definition.by, vocabularies, isAsked ? currencies : null)) ?? [];
  const position = positionOf(request.position, facts.head.position, problems);
  const knownAtMs = knownAtOf(request.knownAt, facts.clock, problems);
  const [first, ...others] = problems;
  if (first || !period) throw invalid(first!, ...others);
  const { profile } = facts.store;
  const [earliest, latest] = [
    Math.min(profile.firstMs ?? period.fromMs, period.fromMs),
    Math.max(profile.lastMs ?? period.endMs, period.endMs),
  ];
  const transitions = offsetTransitions(zone, new Date(earliest).toISOString(), new Date(latest + DAY_MS).toISOString());
  const knownAt = knownAtMs === null ? null : new Date(knownAtMs).toISOString();
  const scope = { position, knownAtMs, profile, zone, transitions, period, vocabularies: usedVocabularies(definition, by, where) };
  const calendars = await reportCalendars(facts.store, definition, scope, problems);
  const rates = await reportRates(facts.store, definition, scope, problems);
  if (problems.length > 0) throw invalid(problems[0]!, ...problems.slice(1));
  const asOf = knownAt ?? request.asOf ?? facts.clock.now().toISOString();
  return { ...published, by, where, knownAt, asOf, scope: { ...scope, calendars, rates } };
}

/** By name, each once: the definition and the question agree on versions. */
function usedVocabularies(definition: Definition, by: readonly ReportDimension[], where: CompiledExpression | null): CelVocabulary[] {
  const asked = [where, ...by.map((dimension) => (dimension.calendar ? null : dimension.expression))];
  const all = [...definition.vocabularies, ...asked.flatMap((expression) => expression?.vocabularies ?? [])];
  return [...new Map(all.map((each) => [each.name, each])).values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function collect<T>(problems: Violation[], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    const violations = (error as { violations?: readonly Violation[] }).violations;
    if (!violations) throw error;
    problems.push(...violations);
    return null;
  }
}

/** Throws 422 where the position or the instant of knowing is none that can be asked for. */
export function asKnownOf(
  { position, knownAt }: Pick<ReportRequest, 'position' | 'knownAt'>,
  { head, clock }: { readonly head: FactsHead; readonly clock: Clock },
): { readonly position: number; readonly knownAtMs: number | null; readonly knownAt: string | null } {
  const problems: Violation[] = [];
  const found = { position: positionOf(position, head.position, problems), knownAtMs: knownAtOf(knownAt, clock, problems) };
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  return { ...found, knownAt: found.knownAtMs === null ? null : new Date(found.knownAtMs).toISOString() };
}

function positionOf(asked: ReportRequest['position'], head: number, problems: Violation[]): number {
  if (asked === undefined) return head;
  const position = Number(asked);
  if (Number.isSafeInteger(position) && position >= 0 && position <= head) return position;
  problems.push({ code: 'REPORT.POSITION', message: `position ${asked} is not in the log: it ends at ${head}`, path: 'position' });
  return head;
}

function knownAtOf(asked: string | undefined, clock: Clock, problems: Violation[]): number | null {
  if (asked === undefined) return null;
  const ms = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(asked) ? Date.parse(asked) : NaN;
  if (Number.isNaN(ms))
    problems.push({ code: 'REPORT.KNOWN_AT', message: `knownAt ${asked} is no instant, such as 2026-03-05T00:00:00Z`, path: 'knownAt' });
  else if (ms > clock.now().getTime() + SKEW_MS)
    problems.push({
      code: 'REPORT.KNOWN_AT',
      message: `knownAt ${asked} is in the future: nobody knows what will be known then`,
      path: 'knownAt',
    });
  return ms;
}
