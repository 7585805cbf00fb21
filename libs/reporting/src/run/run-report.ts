import { type FactStore } from '../facts/fact-store.js';
import { type LogSource } from '../facts/log-source.port.js';
import { makeReceipt } from '../receipt/make-receipt.js';
import { type Receipt } from '../receipt/receipt.js';
import { type PeriodComparison } from './period-comparison.js';
import { computeReport } from './compute-report.js';
import { countMembers, type Members } from './members.js';
import { type ReportContext } from './report-context.js';
import { type ReportRow } from './report-request.js';
import { type UnknownValues, unknownValues } from './unknown-values.js';

/** A number with everything it needs to be believed (R0.19). */
export interface Report {
  readonly definition: string;
  readonly version: number;
  /** `draft` and `test` are for judgement: such a number is no figure. */
  readonly state: 'published' | 'draft' | 'test';
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly dateBasis: string;
  readonly position: string;
  readonly knownAt: string | null;
  readonly unit: string;
  readonly gameable: boolean;
  /** What values mean: the versions of vocabularies that were called. */
  readonly vocabularies: readonly { readonly name: string; readonly version: number }[];
  readonly by: readonly string[];
  readonly where: string | null;
  readonly total: number | null;
  readonly totalExact: unknown;
  /** From when on nothing a cohort waits for can come any more; null where it is mature, or no cohort. */
  readonly matureFrom: string | null;
  readonly rows: readonly ReportRow[];
  readonly totals?: readonly ReportRow[];
  /** Clauses of which something is unknown: what is unknown is not met, not added, and not 0. */
  readonly unknown: readonly UnknownValues[];
  readonly receipt: Receipt;
  /** The period before, where it was asked for. */
  readonly comparison?: PeriodComparison;
}

export const runReport = async (store: FactStore, source: LogSource, context: ReportContext): Promise<Report> =>
  reportOf(store, source, await countMembers(store, context));

/** The report on members that were counted already; `compiler`: with the receipt that one would write, of members as it counted them. */
export async function reportOf(store: FactStore, source: LogSource, members: Members, compiler?: number): Promise<Report> {
  const { context } = members;
  const { definition, scope } = context;
  const computed = await computeReport(store, members);
  const receipt = await makeReceipt(source, members, computed, compiler);
  const unknown = await unknownValues(store, context);
  return {
    definition: definition.name,
    version: context.version,
    state: context.state ?? 'published',
    title: definition.title,
    from: scope.period.from,
    to: scope.period.to,
    timeZone: scope.zone,
    dateBasis: definition.date,
    position: String(scope.position),
    knownAt: context.knownAt,
    unit: definition.unit,
    gameable: definition.gameable,
    vocabularies: scope.vocabularies.map(({ name, version }) => ({ name, version })),
    by: context.by.map((dimension) => dimension.name),
    where: context.where?.source ?? null,
    total: computed.total,
    totalExact: computed.totalExact,
    matureFrom: computed.matureFrom,
    rows: computed.rows,
    ...(computed.totals && { totals: computed.totals }),
    unknown,
    receipt,
  };
}
