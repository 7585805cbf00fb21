import { type Pool } from 'pg';
import { derivedId, migrate, newId } from '#libs/platform';
import { type NormalisedPoint } from '../contact-point/normalised-point.js';
import { type KeyedHash } from '../ports.js';

/** What an inquiry asks the registry: who is it, and which lead does it join? */
interface ReservationRequest {
  /** Null where a retry is found in the lead's stream (imports). */
  readonly inquiryId: string | null;
  readonly commandHash: string;
  /** In the order of precedence. Invalid points identify nobody. */
  readonly points: readonly NormalisedPoint[];
  /** The person's id where no point is known; null where the inquiry holds nothing personal. */
  readonly personId: string | null;
  /** The lead, where it is not the registry's choice: imports, and a person all of whose leads were found closed. */
  readonly leadId?: string;
  /** Leads that were found closed. */
  readonly exclude?: readonly string[];
}

interface ReservedPoint {
  readonly contactPointId: string;
  readonly personId: string;
  /** Whom that person is taken for: itself, unless it was merged. */
  readonly root: string;
}

export interface Reservation {
  readonly personId: string | null;
  readonly leadId: string;
  /** Of the command that first reserved under this inquiry id. */
  readonly commandHash: string;
  /** By fingerprint of each valid point. */
  readonly points: ReadonlyMap<string, ReservedPoint>;
}

export interface IdentityRegistry {
  readonly fingerprint: (point: NormalisedPoint) => string | null;
  /** One transaction for all; in the order of the requests, which see the reservations before them. */
  reserve(requests: readonly ReservationRequest[]): Promise<Reservation[]>;
  /** Who has this contact point; null where nobody known. */
  personOf(point: NormalisedPoint): Promise<string | null>;
}

/** Brings the schema `identity` to its present shape. */
export const migrateIdentity = (pool: Pool): Promise<void> =>
  migrate({ pool, name: 'identity', folder: new URL('./migrations/', import.meta.url) });

/** Equal normalised points have equal fingerprints; without the key nobody can try values against them. */
export const fingerprintOf = (keyedHash: KeyedHash, { kind, normalised }: NormalisedPoint): string | null =>
  normalised === null ? null : keyedHash('contact-point', `${kind}:${normalised}`);

export function identityRegistry(pool: Pool, keyedHash: KeyedHash): IdentityRegistry {
  const fingerprint = (point: NormalisedPoint): string | null => fingerprintOf(keyedHash, point);
  return {
    fingerprint,
    async reserve(requests) {
      const { rows } = await pool.query<{ answer: StoredAnswer }>('select identity.reserve($1::jsonb) as answer', [
        JSON.stringify(requests.map((request) => toStored(request, fingerprint))),
      ]);
      return rows.map(({ answer: { points, ...answer } }) => ({
        ...answer,
        points: new Map(points.map((point) => [point.fingerprint, point])),
      }));
    },
    async personOf(point) {
      const { rows } = await pool.query<{ person_id: string }>('select person_id from identity.contact_point where fingerprint = $1', [
        fingerprint(point),
      ]);
      return rows[0]?.person_id ?? null;
    },
  };
}

interface StoredAnswer {
  readonly personId: string | null;
  readonly leadId: string;
  readonly commandHash: string;
  readonly points: readonly (ReservedPoint & { readonly fingerprint: string })[];
}

const toStored = (request: ReservationRequest, fingerprint: (point: NormalisedPoint) => string | null) => ({
  inquiryId: request.inquiryId,
  commandHash: request.commandHash,
  personId: request.personId,
  leadId: request.leadId ?? null,
  newLeadId: newId(),
  exclude: request.exclude ?? [],
  points: request.points
    .filter(({ normalised }) => normalised !== null)
    .map((point) => ({ fingerprint: fingerprint(point), kind: point.kind, contactPointId: newId() })),
});

/** The id of an inquiry follows from its command, so that a retry finds the earlier answer. */
export const inquiryIdOf = (commandId: string): string => derivedId('inquiry', commandId);
