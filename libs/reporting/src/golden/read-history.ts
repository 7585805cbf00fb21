import { parse } from 'yaml';
import { isDate, isZone } from '#libs/calendar';
import {
  assertWritable,
  currentVersion,
  eventSchemas,
  type EventMetadata,
  GENESIS_DIGEST,
  leafOf,
  type LedgerEvent,
  nextDigest,
  type OccurredAt,
  type SealedEvent,
  upcast,
} from '#libs/contracts';
import { nearestName } from '#libs/expressions';
import { derivedId, invalid, type Violation } from '#libs/platform';
import { type LogEntry } from '../facts/log-source.port.js';
import { completeData } from './complete-data.js';
import { type GoldenHistory, type GoldenQuestion } from './golden-history.js';

interface WrittenEvent {
  readonly stream?: unknown;
  readonly type?: unknown;
  readonly id?: unknown;
  readonly at?: unknown;
  readonly zone?: unknown;
  readonly known?: unknown;
  readonly by?: unknown;
  readonly byKind?: unknown;
  readonly policy?: unknown;
  readonly import?: unknown;
  readonly schemaVersion?: unknown;
  readonly data?: unknown;
}

interface Written {
  readonly history?: unknown;
  readonly describe?: unknown;
  readonly zone?: unknown;
  readonly ask?: unknown;
  readonly events?: unknown;
}

/** `file` ends in `.ndjson` (a line with the head, then one event a line) or is YAML. Throws 422 with every problem. */
export function readHistory(file: string, text: string): GoldenHistory {
  const problems: Violation[] = [];
  const written = file.endsWith('.ndjson') ? fromLines(text, problems) : fromYaml(text, problems);
  const zone = typeof written.zone === 'string' ? written.zone : 'UTC';
  if (!isZone(zone)) problems.push({ code: 'HISTORY.ZONE', message: `${zone} is no time zone`, path: 'zone' });
  if (!Array.isArray(written.events))
    problems.push({ code: 'HISTORY.SHAPE', message: 'A history is `history: <name>` and a list `events`', path: file });
  const log = new Log(problems);
  for (const event of Array.isArray(written.events) && problems.length === 0 ? (written.events as unknown[]) : []) log.add(event);
  const [first, ...others] = problems;
  if (first) throw invalid(first, ...others);
  const { entries } = log;
  const days = entries.flatMap(({ event }) => {
    const { occurredAt } = event.metadata as EventMetadata;
    return occurredAt.value === null ? [] : [occurredAt.value.slice(0, 10)];
  });
  const whole = {
    from: days.reduce((a, b) => (a < b ? a : b), days[0] ?? '2000-01-01'),
    to: days.reduce((a, b) => (a > b ? a : b), days[0] ?? '2000-01-01'),
  };
  return {
    name: typeof written.history === 'string' ? written.history : file,
    describe: typeof written.describe === 'string' ? written.describe : '',
    zone,
    entries,
    ask: Array.isArray(written.ask) ? (written.ask as GoldenQuestion[]) : [whole],
  };
}

function fromYaml(text: string, problems: Violation[]): Written {
  try {
    return (parse(text) as Written | null) ?? {};
  } catch (error) {
    problems.push({ code: 'HISTORY.SYNTAX', message: (error as Error).message.split('\n')[0]! });
    return {};
  }
}

function fromLines(text: string, problems: Violation[]): Written {
  const lines = text.split('\n').flatMap((line, index): Written[] => {
    if (line.trim() === '') return [];
    try {
      return [JSON.parse(line) as Written];
    } catch {
      problems.push({ code: 'HISTORY.SYNTAX', message: 'This line is no JSON', path: `line ${index + 1}` });
      return [];
    }
  });
  const [head, ...rest] = lines;
  return head && 'history' in head ? { ...head, events: rest } : { events: lines };
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** An event that was read, and is not in the log yet. */
interface Placed {
  readonly event: Omit<SealedEvent, 'revision'>;
  readonly knownAt: string;
}

/** The events in the order they were recorded (of one instant: in that of the file), with the numbers and the chain that the log would give them. */
class Log {
  private readonly placed: Placed[] = [];
  private readonly known = new Map<string, string>();
  private readonly revisions = new Map<string, number>();
  private nth = 0;

  constructor(private readonly problems: Violation[]) {}

  get entries(): readonly LogEntry[] {
    let digest = GENESIS_DIGEST;
    const revisions = new Map<string, number>();
    const ordered = [...this.placed].sort((a, b) => (a.knownAt < b.knownAt ? -1 : a.knownAt > b.knownAt ? 1 : 0));
    return ordered.map(({ event: { id, type, stream, data, metadata } }, index) => {
      const revision = (revisions.get(stream) ?? -1) + 1;
      revisions.set(stream, revision);
      const event: SealedEvent = { id, type, stream, revision, data, metadata };
      digest = nextDigest(digest, leafOf(event));
      return { position: index + 1, event, digest };
    });
  }

  add(input: unknown): void {
    const path = `events[${this.nth++}]`;
    const found = this.problems.length;
    const written = (typeof input === 'object' && input !== null ? input : {}) as WrittenEvent;
    const stream = text(written.stream) ?? '';
    const type = text(written.type) ?? '';
    if (!/^[a-z]+-.+$/.test(stream)) this.problem(path, 'stream is the name of the stream: lead-a, rep-ana, team-north');
    if (!Object.hasOwn(eventSchemas, type)) {
      const nearest = nearestName(type, Object.keys(eventSchemas));
      this.problem(path, `There is no event ${type}${nearest ? `; did you mean ${nearest}?` : ''}`);
    }
    const occurredAt = this.momentOf(written, path);
    if (this.problems.length > found || !occurredAt) return;
    const knownAt = this.knownOf(written, stream, occurredAt, path);
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    const id = text(written.id) ?? derivedId('golden', stream, revision);
    const metadata = metadataOf(written, id, occurredAt, knownAt, type);
    try {
      const event = eventOf(written, type as keyof typeof eventSchemas, stream, revision);
      assertWritable(event, metadata);
      this.revisions.set(stream, revision);
      this.placed.push({ event: { id, type, stream, data: event.data, metadata }, knownAt });
    } catch (error) {
      this.problem(path, (error as Error).message);
    }
  }

  private problem(path: string, message: string): void {
    this.problems.push({ code: 'HISTORY.EVENT', message, path });
  }

  private momentOf({ at, zone, known }: WrittenEvent, path: string): OccurredAt | null {
    const value = text(at) ?? text(known);
    if (value === 'unknown') return { precision: 'unknown', value: null };
    if (value !== undefined && isDate(value)) return { precision: 'day', value, zone: text(zone) ?? 'UTC' };
    const ms = value === undefined ? NaN : Date.parse(value);
    if (!Number.isNaN(ms)) return { precision: 'instant', value: new Date(ms).toISOString() };
    this.problem(path, 'at is an instant (2026-03-01T09:00:00Z), a date (2026-03-01) or unknown');
    return null;
  }

  /** Recorded when it happened, where nothing else is said, and never before the event before it on its stream. */
  private knownOf({ known }: WrittenEvent, stream: string, occurredAt: OccurredAt, path: string): string {
    const before = this.known.get(stream) ?? '2000-01-01T00:00:00.000Z';
    const ms = Date.parse(text(known) ?? occurredAt.value ?? before);
    const at = Number.isNaN(ms) ? before : new Date(ms).toISOString();
    if (known !== undefined && (Number.isNaN(ms) || at < before))
      this.problem(
        path,
        `known ${JSON.stringify(known)} is no instant, or before the event before it on ${stream}: the log never goes back`,
      );
    const knownAt = at < before ? before : at;
    this.known.set(stream, knownAt);
    return knownAt;
  }
}

/** Older versions are read as the current one; what a person left out is filled in. */
function eventOf({ data, schemaVersion }: WrittenEvent, type: keyof typeof eventSchemas, stream: string, revision: number): LedgerEvent {
  const place = { subject: stream.slice(stream.indexOf('-') + 1), nth: revision };
  const current = typeof schemaVersion === 'number' ? upcast(type, data, schemaVersion).data : (data ?? {});
  return { type, data: completeData(eventSchemas[type], current, place) } as LedgerEvent;
}

function metadataOf(written: WrittenEvent, id: string, occurredAt: OccurredAt, knownAt: string, type: string): EventMetadata {
  const [policy, version] = (text(written.policy) ?? '').split('@');
  const importId = text(written.import);
  const kind = written.byKind === 'automation' || written.byKind === 'import' ? written.byKind : 'person';
  return {
    actor: { kind, id: text(written.by) ?? 'golden', assurance: 'golden' },
    commandId: id,
    commandHash: '',
    correlationId: id,
    causationId: id,
    occurredAt,
    knownAt,
    schemaVersion: currentVersion(type as LedgerEvent['type']),
    ...(policy && { policy: { name: policy, version: Number(version ?? 1) } }),
    ...(importId !== undefined && { importId }),
  };
}
