import { type PoolClient, type Pool } from 'pg';
import { type ContactPoint, type Inquiry, type RecordedLedgerEvent } from '#libs/contracts';
import { type EventLog, recorded } from '#libs/event-store';
import { inTransaction, readSql } from '#libs/platform';
import { type ContactPointKind } from '../contact-point/normalised-point.js';
import { type KeyedHash, type Sealer } from '../ports.js';
import { fingerprintOf } from './identity-registry.js';

export interface RebuildDependencies {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
}

const BATCH = 500;

/**
 * Builds the registry again from the log: every contact point whose key still exists, the leads of every person, who is taken for whom, and
 * the inquiries that a retry may ask for. Captures wait until it is done. Reservations that the log has not confirmed stay as they are: their append may be on its way.
 */
export function rebuildIdentityRegistry({ pool, log, sealer, keyedHash }: RebuildDependencies): Promise<{ readonly inquiries: number }> {
  return inTransaction(pool, async (client) => {
    // In the order in which a reservation touches them: whoever has begun ends, whoever comes waits with nothing in hand.
    await client.query(
      'lock table identity.inquiry, identity.contact_point, identity.person_lead, identity.person_merge in access exclusive mode',
    );
    let inquiries = 0;
    let batch: Captured[] = [];
    const flush = async (): Promise<void> => {
      await write(client, await Promise.all(batch.map((captured) => rowsOf(captured, sealer, keyedHash))));
      inquiries += batch.length;
      batch = [];
    };
    const merges = new Map<string, string>();
    for await (const stored of log.readAll()) {
      const event = recorded(stored);
      if (event.type === 'person.merged') merges.set(event.data.personId, event.data.into);
      else if (event.type === 'person.unmerged') merges.delete(event.data.personId);
      else if (event.type === 'lead.captured' || event.type === 'lead.inquiry-received') batch.push(event as Captured);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    await client.query('delete from identity.person_merge');
    await client.query('insert into identity.person_merge select merge ->> 0, merge ->> 1 from jsonb_array_elements($1::jsonb) merge', [
      JSON.stringify([...merges]),
    ]);
    return { inquiries };
  });
}

type Captured = RecordedLedgerEvent<'lead.captured' | 'lead.inquiry-received'>;

interface RegistryRows {
  readonly inquiry: readonly [string, string | null, string, string] | null;
  readonly lead: readonly [string, string] | null;
  readonly points: readonly (readonly [string, string, string, ContactPointKind])[];
}

async function rowsOf({ stream, data, metadata }: Captured, sealer: Sealer, keyedHash: KeyedHash): Promise<RegistryRows> {
  const inquiry: Inquiry = data.inquiry;
  const leadId = stream.slice('lead-'.length);
  const points = await Promise.all(inquiry.contactPoints.map((point) => pointRow(point, sealer, keyedHash)));
  return {
    // The retry of an import finds its answer in the lead's stream.
    inquiry: metadata.importId === undefined ? [inquiry.inquiryId, data.personId, leadId, metadata.commandHash] : null,
    lead: data.personId === null ? null : [data.personId, leadId],
    points: points.filter((row) => row !== null),
  };
}

async function pointRow(point: ContactPoint, sealer: Sealer, keyedHash: KeyedHash): Promise<RegistryRows['points'][number] | null> {
  if (point.validity === 'invalid') return null;
  const opened = (await sealer.open(point.sealed)) as { readonly value: string; readonly normalised: string } | null;
  const fingerprint =
    opened && fingerprintOf(keyedHash, { kind: point.kind, raw: opened.value, normalised: opened.normalised, country: point.country });
  return fingerprint ? [fingerprint, point.contactPointId, point.personId, point.kind] : null;
}

async function write(client: PoolClient, rows: readonly RegistryRows[]): Promise<void> {
  await client.query(readSql(import.meta.url, './write-registry.sql'), [
    JSON.stringify(rows.flatMap(({ points }) => points)),
    JSON.stringify(rows.flatMap(({ lead }) => (lead ? [lead] : []))),
    JSON.stringify(rows.flatMap(({ inquiry }) => (inquiry ? [inquiry] : []))),
  ]);
}
