import { type Attributes, type RecordedLedgerEvent } from '#libs/contracts';

type RepStatus = 'none' | 'active' | 'inactive';

/** A time in a team: from inclusive, to exclusive, milliseconds since the epoch; −Infinity where history does not say. */
interface Membership {
  readonly team: string;
  readonly from: number;
  readonly to: number | null;
}

/** A rep as its stream tells it. */
export interface RepState {
  readonly id: string;
  readonly status: RepStatus;
  readonly name: string;
  readonly attributes: Attributes;
  /** In the order in which the rep joined them. */
  readonly memberships: readonly Membership[];
  readonly lastStart: number;
  readonly retractedImports: readonly string[];
  /** Folded so far; needed again when an import is retracted. */
  readonly past: readonly RecordedLedgerEvent[];
}

export const initialRep: RepState = {
  id: '',
  status: 'none',
  name: '',
  attributes: {},
  memberships: [],
  lastStart: -Infinity,
  retractedImports: [],
  past: [],
};

/** The team a rep's work counted for at an instant: of several at once, the one joined last. */
export function teamAt(rep: RepState, at: number): string | null {
  const current = rep.memberships.filter(({ from, to }) => from <= at && (to === null || at < to));
  return current.reduce<Membership | null>((last, next) => (last === null || next.from >= last.from ? next : last), null)?.team ?? null;
}

export const isMember = (rep: RepState, team: string, at: number): boolean =>
  rep.memberships.some((membership) => membership.team === team && membership.from <= at && (membership.to === null || at < membership.to));
