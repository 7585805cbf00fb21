import { type PositionedEvent } from '#libs/contracts';
import { canonicalJson } from '#libs/platform';
import { type DiffEntry, type ReportDiff } from '../compare/diff-reports.js';
import { type Receipt } from '../receipt/receipt.js';
import { type Report } from '../run/run-report.js';
import { type ReportRequest, type ReportRow } from '../run/report-request.js';

/** What later facts did to a published figure. A new version of its definition is a redefinition and does not appear here. */
export interface Restatement {
  readonly figureId: string;
  readonly definition: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly from: string;
  readonly to: string;
  readonly published: { readonly position: string; readonly total: number | null; readonly rows: readonly ReportRow[] };
  readonly now: { readonly position: string; readonly total: number | null; readonly rows: readonly ReportRow[] };
  /** False where the number and its rows stand as published. */
  readonly restated: boolean;
  /** Members that left, entered or changed since. */
  readonly leave: readonly DiffEntry[];
  readonly enter: readonly DiffEntry[];
  readonly change: readonly DiffEntry[];
}

export interface RestatementDeps {
  readonly run: (request: ReportRequest) => Promise<Report>;
  readonly diff: (before: ReportRequest, after: ReportRequest) => Promise<ReportDiff>;
}

const requestOf = ({ definition, request }: Receipt, position?: string): ReportRequest => ({
  definition: `${definition.name}@${definition.version}`,
  from: request.from,
  to: request.to,
  by: request.by,
  ...(request.where !== null && { where: request.where }),
  ...(request.knownAt !== null && { knownAt: request.knownAt }),
  ...(position !== undefined && { position }),
});

/** Every published figure of a definition beside what its version gives now. */
export async function restatements(events: readonly PositionedEvent[], deps: RestatementDeps): Promise<Restatement[]> {
  const found: Restatement[] = [];
  for (const event of events) {
    if (event.type !== 'definition.figure-published') continue;
    const receipt = event.data.receipt as Receipt;
    const now = await deps.run(requestOf(receipt));
    const restated = now.total !== receipt.total || canonicalJson(now.rows) !== canonicalJson(receipt.rows);
    const diff = await deps.diff(requestOf(receipt, receipt.position), requestOf(receipt, now.position));
    found.push({
      figureId: event.data.figureId,
      definition: receipt.definition.name,
      version: receipt.definition.version,
      publishedAt: event.metadata.knownAt,
      publishedBy: event.metadata.actor.id,
      from: receipt.request.from,
      to: receipt.request.to,
      published: { position: receipt.position, total: receipt.total, rows: receipt.rows },
      now: { position: now.position, total: now.total, rows: now.rows },
      restated,
      ...diff,
    });
  }
  return found;
}
