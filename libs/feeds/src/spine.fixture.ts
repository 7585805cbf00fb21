import { type Pool } from 'pg';
import { type EventMetadata, GENESIS_DIGEST, leafOf, nextDigest, type SealedEvent } from '#libs/contracts';
import { derivedId } from '#libs/platform';

/** Events of a small, fixed history for the specs of this lib: leads, reps and the log itself, with all three precisions of time. */
export function sampleEvents(count: number): SealedEvent[] {
  const revisions = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const { stream, type, data } = shapes[index % shapes.length]!(index);
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return { id: derivedId(stream, revision), type, stream, revision, data, metadata: metadataAt(index) };
  });
}

type Shape = (index: number) => { stream: string; type: string; data: Record<string, unknown> };

const lead = (index: number): string => derivedId('lead', index % 7);
const shapes: readonly Shape[] = [
  (index) => ({ stream: `lead-${lead(index)}`, type: 'lead.stage-entered', data: { stage: `s${index}`, process: null, previous: null } }),
  (index) => ({ stream: `lead-${lead(index)}`, type: 'lead.lost', data: { reason: `naïve ✓ ${index}` } }),
  (index) => ({
    stream: `rep-${index % 3}`,
    type: 'rep.joined',
    data: { repId: `${index % 3}`, name: `Rep ${index}`, attributes: { quota: index / 3 } },
  }),
  () => ({ stream: 'log', type: 'log.anchored', data: { position: 1, digest: GENESIS_DIGEST } }),
];

function metadataAt(index: number): EventMetadata {
  const knownAt = new Date(Date.UTC(2026, 2, 3, 12) + index * 1_000).toISOString();
  const times: EventMetadata['occurredAt'][] = [
    { precision: 'instant', value: knownAt },
    { precision: 'day', value: '2026-03-29', zone: 'Europe/Berlin' },
    { precision: 'unknown', value: null },
  ];
  const id = derivedId('command', index);
  return {
    actor: { kind: 'person', id: 'mia', assurance: 'token' },
    commandId: id,
    commandHash: 'h',
    correlationId: id,
    causationId: id,
    occurredAt: times[index % times.length]!,
    knownAt,
    schemaVersion: 1,
  };
}

/** Writes events behind the last one of the spine, as the projector would. Returns the digest of the end. */
export async function appendToSpine(pool: Pool, events: readonly SealedEvent[]): Promise<string> {
  const { rows } = await pool.query<{ position: string; digest: Buffer }>(
    'select position, digest from read.log_entry order by position desc limit 1',
  );
  let position = Number(rows[0]?.position ?? 0);
  let digest = rows[0]?.digest.toString('hex') ?? GENESIS_DIGEST;
  const entries = events.map((event) => {
    const leaf = leafOf(event);
    digest = nextDigest(digest, leaf);
    position += 1;
    const { knownAt } = event.metadata as EventMetadata;
    return {
      position,
      event_id: event.id,
      stream: event.stream,
      revision: event.revision,
      type: event.type,
      known_at: knownAt,
      leaf: `\\x${leaf}`,
      digest: `\\x${digest}`,
      event,
    };
  });
  await pool.query(
    `insert into read.log_entry (position, event_id, stream, revision, type, known_at, leaf, digest, store_commit, store_prepare, event)
     select position, event_id, stream, revision, type, known_at, leaf, digest, position, position, event
     from json_to_recordset($1) as entry (position bigint, event_id uuid, stream text, revision bigint, type text, known_at timestamptz, leaf bytea, digest bytea, event json)`,
    [JSON.stringify(entries)],
  );
  await pool.query(`select pg_notify('log_advanced', $1)`, [String(position)]);
  return digest;
}
