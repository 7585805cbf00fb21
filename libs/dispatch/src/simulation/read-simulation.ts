import { effectiveStart } from '#libs/calendar';
import { type Attributes, type PositionedEvent, type SealedEvent } from '#libs/contracts';
import { readSql, sha256 } from '#libs/platform';
import { type Pool } from 'pg';
import { type Closing } from '../assignment/closing-book.js';
import { compileAssignment } from '../assignment-policy/compile-assignment.js';
import { type AssignmentSpec } from '../assignment-policy/assignment-spec.js';
import { logFeed, positioned } from '../dispatcher/log-feed.js';
import { type Holding, type PastInquiry, type SimulationInput } from './simulation-input.js';

/** Which past is replayed; milliseconds since the epoch, from inclusive, to exclusive. */
export interface SimulatedPeriod {
  readonly from: number;
  readonly to: number;
  /** The log up to here counts; the position at which the read models stand where nothing else was asked. */
  readonly position: number;
  /** ISO: only what was known then; `then`: each decision knows of the organisation what was recorded by its instant. */
  readonly knownAt: string | null;
}

export const AS_KNOWN_THEN = 'then';
const PAGE = 10_000;
const DAY_MS = 86_400_000;

/** Reads everything a simulation looks at, once. Memory grows with the intake of the period and the leads open in it. */
export async function readSimulation(
  pool: Pool,
  policy: { readonly spec: AssignmentSpec; readonly document: string },
  { from, to, position, knownAt }: SimulatedPeriod,
): Promise<SimulationInput> {
  const { spec, document } = policy;
  const known = knownAt === AS_KNOWN_THEN ? null : knownAt;
  const captured = await readCaptured(pool, spec.pools, { from, to, position, known });
  const hasFigures = spec.figures.length > 0;
  const [fates, closings, organisation] = await Promise.all([
    readFates(pool, { from, position, known }, new Set(captured.map(({ data }) => data.leadId))),
    readClosings(pool, { position, known }, hasFigures ? null : captured.map(({ stream }) => stream)),
    logFeed(pool).organisation(position),
  ]);
  const inquiries = captured
    .map((event) => inquiryOf(event, fates.actual.get(event.data.leadId), closings.closedAt.get(event.data.leadId)))
    .filter(({ at }) => at >= from && at < to)
    .sort((a, b) => a.at - b.at || a.position - b.position);
  const specs = new Map([[spec.codes.key, spec]]);
  return {
    spec,
    specReading: (codes) => {
      const known = specs.get(codes.key) ?? compileAssignment(document, codes)!;
      specs.set(codes.key, known);
      return known;
    },
    documentHash: sha256(document),
    from,
    to,
    position,
    inquiries,
    holdings: fates.holdings,
    closings: hasFigures ? closings.closings : [],
    organisation: organisation.filter(
      ({ stream, metadata }) => !stream.startsWith('policy-') && (known === null || metadata.knownAt <= known),
    ),
    asKnownThen: knownAt === AS_KNOWN_THEN,
  };
}

interface Asked {
  readonly from: number;
  readonly to: number;
  readonly position: number;
  readonly known: string | null;
}

type Captured = PositionedEvent<'lead.captured'>;

async function readCaptured(pool: Pool, pools: readonly string[], { from, to, position, known }: Asked): Promise<readonly Captured[]> {
  const [first, last] = [from - DAY_MS, to + DAY_MS].map((ms) => new Date(ms).toISOString());
  const found: Captured[] = [];
  for (let after = 0; ;) {
    const values = [pools, first, last, after, position, known, PAGE];
    const { rows } = await pool.query<{ position: string; event: SealedEvent }>(readSql(import.meta.url, './past-inquiries.sql'), values);
    for (const row of rows) found.push(positioned(row) as Captured);
    if (rows.length < PAGE) return found;
    after = Number(rows.at(-1)!.position);
  }
}

interface Fate {
  readonly owner: string | null;
  readonly ownedAt: number | null;
  /** When it went back from a person to a pool. */
  readonly returnedAt: number | null;
}

interface HoldingRow {
  readonly lead: string;
  readonly holder_kind: string;
  readonly owner: string | null;
  readonly since: number;
  readonly until: number;
  readonly people: readonly string[];
}

/** What became of the leads that are distributed, and who held the others. */
async function readFates(
  pool: Pool,
  { from, position, known }: Omit<Asked, 'to'>,
  distributed: ReadonlySet<string>,
): Promise<{ actual: ReadonlyMap<string, Fate>; holdings: readonly Holding[] }> {
  const values = [new Date(from).toISOString(), position, known];
  const { rows } = await pool.query<HoldingRow>(readSql(import.meta.url, './past-holdings.sql'), values);
  const actual = new Map<string, Fate>();
  const holdings: Holding[] = [];
  for (const { lead, holder_kind: kind, owner, since, until, people } of rows) {
    if (!distributed.has(lead)) {
      holdings.push({ leadId: lead, personIds: people, rep: owner, from: since, to: until === Infinity ? null : until });
      continue;
    }
    const before = actual.get(lead) ?? { owner: null, ownedAt: null, returnedAt: null };
    if (owner !== null) actual.set(lead, { ...before, owner, ownedAt: before.ownedAt ?? since });
    else if (kind === 'pool' && before.owner !== null) actual.set(lead, { ...before, returnedAt: before.returnedAt ?? since });
    else actual.set(lead, before);
  }
  return { actual, holdings };
}

interface ClosingRow {
  readonly lead: string;
  readonly status: string;
  readonly at: number;
  readonly owner: string | null;
  readonly attributes: Attributes;
}

/** Of the leads of these streams; null: of all, as figures of reps count them. */
async function readClosings(
  pool: Pool,
  { position, known }: Pick<Asked, 'position' | 'known'>,
  streams: readonly string[] | null,
): Promise<{ closings: readonly Closing[]; closedAt: ReadonlyMap<string, { at: number; invalid: boolean }> }> {
  const { rows } = await pool.query<ClosingRow>(readSql(import.meta.url, './past-closings.sql'), [position, known, streams]);
  const closedAt = new Map<string, { at: number; invalid: boolean }>();
  const closings: Closing[] = [];
  for (const { lead, status, at, owner, attributes } of rows) {
    const before = closedAt.get(lead);
    closedAt.set(lead, { at: before?.at ?? at, invalid: (before?.invalid ?? false) || status === 'invalid' });
    if (owner !== null && (status === 'won' || status === 'lost')) closings.push({ rep: owner, at, won: status === 'won', attributes });
  }
  return { closings, closedAt };
}

const noFate: Fate = { owner: null, ownedAt: null, returnedAt: null };

function inquiryOf({ data, position, metadata }: Captured, fate = noFate, closed?: { at: number; invalid: boolean }): PastInquiry {
  const { leadId, personId, holder, inquiry } = data;
  const { inquiryId, source, channel, medium, campaign, attributes } = inquiry;
  const ends = [fate.returnedAt, closed?.at ?? null].filter((at) => at !== null);
  return {
    leadId,
    inquiryId,
    position,
    at: effectiveStart(metadata.occurredAt, -Infinity),
    knownAt: Date.parse(metadata.knownAt),
    pool: holder.kind === 'pool' ? holder.id : 'intake',
    personId,
    source,
    channel,
    medium,
    campaign,
    attributes,
    actual: {
      owner: fate.owner,
      ownedAt: fate.ownedAt,
      releasedAt: ends.length === 0 ? null : Math.min(...ends),
      invalid: closed?.invalid ?? false,
    },
  };
}
