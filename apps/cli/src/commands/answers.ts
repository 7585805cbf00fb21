/** The answers of the API that commands print: the fields a script may rely on. */

export interface OwnerAnswer {
  readonly lead: string;
  readonly externalId: string | null;
  readonly at: string;
  readonly knownAt: string | null;
  readonly position: string;
  readonly holder: 'person' | 'team' | 'pool' | 'unknown';
  readonly holderId: string | null;
  readonly holderName: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly team: string | null;
  readonly teamName: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly cause: string;
  readonly decision: string | null;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly recordedAt: string;
}

export interface OwnersLine {
  readonly lead: string;
  readonly externalId: string | null;
  readonly holder: string;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly team: string | null;
  readonly teamName: string | null;
  readonly since: string | null;
}

export interface QueueLine {
  readonly rank: number;
  readonly lead: string;
  readonly externalId: string | null;
  readonly because: string;
}

export interface HistoryLine {
  readonly position: string;
  readonly type: string;
  /** An instant, a date, or null where nobody knows. */
  readonly occurredAt: string | null;
  readonly knownAt: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly cause: string | null;
}
