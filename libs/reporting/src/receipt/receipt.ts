import { type OffsetTransition } from '#libs/calendar';
import { type ScopeCalendar, type ScopeRates } from '../compile/scope.js';
import { canonicalJson, sha256 } from '#libs/platform';
import { type UsedVersion } from '../definitions/definition-version.js';
import { type ReportRow } from '../run/report-request.js';

/** Raised when the same definition over the same facts could give another number: it is part of every receipt. */
export const COMPILER_VERSION = 6;

/** A version of a vocabulary that a number stands on. */
export interface VocabularyUse {
  readonly name: string;
  readonly version: number;
  readonly documentHash: string;
}

/** Members whose deciding event lies in one block of 10,000 positions of the log. */
export interface MemberBucket {
  readonly bucket: number;
  readonly count: number;
  readonly digest: string;
}
export const BUCKET_POSITIONS = 10_000;

/** The digest of the log's chain at a position. */
export interface Anchor {
  readonly position: string;
  readonly digest: string;
}

/**
 * All that is needed to compute a number again from the log alone, and what came out. It refers to events by position and to nothing derived:
 * no part, no table. `resultHash` is SHA-256 over the canonical JSON of `result`.
 */
export interface Receipt {
  readonly receiptVersion: 1;
  readonly definition: {
    readonly name: string;
    readonly version: number;
    readonly documentHash: string;
    /** Of a version that was not published: the number is no figure. */
    readonly state?: 'draft' | 'test';
  };
  readonly uses: {
    readonly compiler: number;
    readonly timeZone: { readonly zone: string; readonly transitions: readonly OffsetTransition[] };
    /** Terms that the definition uses, only where there are any. */
    readonly terms?: readonly UsedVersion[];
    /** Only where any is called. */
    readonly vocabularies?: readonly VocabularyUse[];
    /** Working calendars and their versions, where the definition computes in their time. */
    readonly calendars?: readonly Pick<ScopeCalendar, 'id' | 'versions'>[];
    /** Exchange rates, where the definition converts by them. */
    readonly rates?: Pick<ScopeRates, 'name' | 'version' | 'contentHash'>;
  };
  readonly request: {
    readonly from: string;
    readonly to: string;
    readonly by: readonly string[];
    readonly where: string | null;
    readonly knownAt: string | null;
    /** Of a cohort: the instant by which it was judged whether it is mature. */
    readonly asOf?: string;
  };
  readonly dateBasis: string;
  readonly position: string;
  /** Of the chain at `position`; every 10,000 positions before it in `anchors`. */
  readonly digest: string;
  readonly anchors: readonly Anchor[];
  /** What was enforced during the period: rules do not block yet, every fact is kept. */
  readonly enforcement: 'record-only';
  readonly unit: string;
  readonly total: number | null;
  readonly totalExact: unknown;
  readonly rows: readonly ReportRow[];
  readonly members: { readonly count: number; readonly bucketPositions: number; readonly buckets: readonly MemberBucket[] };
  readonly resultHash: string;
}

/** The part of a receipt that says what came out. */
export const resultHashOf = (receipt: Omit<Receipt, 'resultHash'>): string => {
  const { definition, request, dateBasis, position, unit, total, totalExact, rows, members } = receipt;
  return sha256(canonicalJson({ definition, request, dateBasis, position, unit, total, totalExact, rows, members: members.buckets }));
};
