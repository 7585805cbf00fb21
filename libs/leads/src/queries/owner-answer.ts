import { type Actor, type OccurredAt } from '#libs/contracts';
import { INTAKE_POOL } from '../intake-pool.js';
import { type AsOf, saidClocks } from './as-of.js';

type Precision = OccurredAt['precision'];

/** The answer of `owner`: interface.md pins its names. */
export interface OwnerAnswer {
  readonly lead: string;
  readonly externalId: string | null;
  readonly at: string;
  /** Null: as known now. */
  readonly knownAt: string | null;
  /** The answer rests on the events up to here. */
  readonly position: string;
  readonly holder: 'person' | 'team' | 'pool' | 'unknown';
  readonly holderId: string | null;
  readonly holderName: string | null;
  /** Null unless the holder is a person. */
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly team: string | null;
  readonly teamName: string | null;
  /** As stated: an instant, a date, or null where the time is not known. */
  readonly since: string | null;
  readonly sincePrecision: Precision;
  /** Null while open (`untilPrecision` null) or where the time is not known (`unknown`). */
  readonly until: string | null;
  readonly untilPrecision: Precision | null;
  readonly cause: string;
  readonly decision: string | null;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly recordedAt: string;
  /** Asked for a person: whether different people own the person's leads at that instant. */
  readonly collision?: boolean;
}

export interface OwnerRow {
  lead: string;
  external_id: string | null;
  holder_kind: OwnerAnswer['holder'];
  holder_id: string | null;
  owner: string | null;
  team: string | null;
  since_value: string | null;
  since_precision: Precision;
  until_value: string | null;
  until_precision: Precision | null;
  cause: string;
  decision: string | null;
  actor: Actor;
  reason: string | null;
  recorded_at: Date;
  holder_name: string | null;
  owner_name: string | null;
  team_name: string | null;
}

export const ownerAnswer = (row: OwnerRow, moment: AsOf): OwnerAnswer => ({
  lead: row.lead,
  externalId: row.external_id,
  ...saidClocks(moment),
  holder: row.holder_kind,
  holderId: row.holder_id,
  holderName: row.holder_name ?? (row.holder_kind === 'pool' && row.holder_id === INTAKE_POOL ? 'Intake' : row.holder_id),
  owner: row.owner,
  ownerName: row.owner === null ? null : (row.owner_name ?? row.owner),
  team: row.team,
  teamName: row.team === null ? null : (row.team_name ?? row.team),
  since: row.since_value,
  sincePrecision: row.since_precision,
  until: row.until_value,
  untilPrecision: row.until_precision,
  cause: row.cause,
  decision: row.decision,
  actor: row.actor,
  reason: row.reason,
  recordedAt: row.recorded_at.toISOString(),
});
