import { canonicalJson } from '#libs/platform';
import { type DiffEntry, type ReportDiff } from '../compare/report-diff.js';
import { type Receipt } from '../receipt/receipt.js';
import { type Report } from '../run/run-report.js';
import { type ReportRequest, type ReportRow } from '../run/report-request.js';
import { type Cause } from './cause.js';
import { type PublishedNumber } from './figures-of.js';

interface Numbers {
  readonly position: string;
  readonly total: number | null;
  readonly totalExact: unknown;
  readonly rows: readonly ReportRow[];
}

/** What later facts did to a published figure. A new version of its definition is a redefinition: it is named, and never counted here. */
export interface Restatement {
  readonly figureId: string;
  readonly definition: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly published: Numbers;
  /** What stands: as published, or as last restated. */
  readonly stands: Numbers & { readonly at: string; readonly by: string; readonly reason: string | null };
  readonly now: Numbers;
  /** Whether the number or a row of it is another now than what stands. */
  readonly restated: boolean;
  /** `none` where nothing moved, `open` where somebody has to choose between restate and hold, `held` where it was chosen to leave it and nothing moved since. */
  readonly choice: 'none' | 'open' | 'held';
  readonly held: PublishedNumber['held'];
  /** Why it moved, by kind of fact and by who recorded it. */
  readonly causes: readonly Cause[];
  /** Members that left, entered or changed since what stands. */
  readonly leave: readonly DiffEntry[];
  readonly enter: readonly DiffEntry[];
  readonly change: readonly DiffEntry[];
  /** The figure that answered the same question under another version before. */
  readonly redefines: PublishedNumber['redefines'];
  /** Later figures that answer the same question under another version. */
  readonly redefinedBy: readonly { readonly figureId: string; readonly version: number; readonly total: number | null }[];
}

export interface RestatementDeps {
  readonly run: (request: ReportRequest) => Promise<Report>;
  readonly diff: (before: ReportRequest, after: ReportRequest) => Promise<ReportDiff>;
  readonly causes: (request: ReportRequest, diff: ReportDiff, from: number, to: number) => Promise<readonly Cause[]>;
}

/** The question a receipt answers, asked again. */
const questionOf = ({ definition, request, uses }: Receipt): ReportRequest => ({
  definition: `${definition.name}@${definition.version}`,
  from: request.from,
  to: request.to,
  by: request.by,
  isOnRecord: true,
  ...(request.where !== null && { where: request.where }),
  ...(request.knownAt !== null && { knownAt: request.knownAt }),
  ...(uses.vocabularies && { vocabularies: Object.fromEntries(uses.vocabularies.map(({ name, version }) => [name, version])) }),
});

const numbersOf = ({ position, total, totalExact, rows }: Numbers): Numbers => ({ position, total, totalExact, rows });
/** That a cohort became mature meanwhile moves no number. */
const figureAlone = ({ immature: _, matureFrom: __, ...row }: ReportRow): ReportRow => row;
const areTheSame = (a: Numbers, b: Numbers): boolean =>
  a.total === b.total && canonicalJson(a.rows.map(figureAlone)) === canonicalJson(b.rows.map(figureAlone));

/** One figure beside what its version gives now, and the report of now. */
export async function reviewFigure(
  figure: PublishedNumber,
  figures: readonly PublishedNumber[],
  deps: RestatementDeps,
): Promise<{ readonly restatement: Restatement; readonly now: Report }> {
  const { figureId, published, stands, held } = figure;
  const question = questionOf(stands.receipt);
  const now = await deps.run(question);
  const restated = !areTheSame(now, stands.receipt);
  const [from, to] = [Number(stands.receipt.position), Number(now.position)];
  const diff = await deps.diff({ ...question, position: from }, { ...question, position: to });
  const isHeld = held !== null && restated && areTheSame(now, await deps.run({ ...question, position: held.position }));
  const restatement: Restatement = {
    figureId,
    definition: figure.name,
    version: figure.version,
    publishedAt: published.at,
    publishedBy: published.by,
    from: question.from,
    to: question.to,
    unit: now.unit,
    published: numbersOf(published.receipt),
    stands: { ...numbersOf(stands.receipt), at: stands.at, by: stands.by, reason: stands.reason },
    now: numbersOf(now),
    restated,
    choice: !restated ? 'none' : isHeld ? 'held' : 'open',
    held,
    causes: await deps.causes(question, diff, from, to),
    ...diff,
    redefines: figure.redefines,
    redefinedBy: figures
      .filter((each) => each.redefines?.figureId === figureId)
      .map((each) => ({ figureId: each.figureId, version: each.version, total: each.published.receipt.total })),
  };
  return { restatement, now };
}
