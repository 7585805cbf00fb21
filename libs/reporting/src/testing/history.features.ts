import {
  GENESIS_DIGEST,
  type Holder,
  leafOf,
  type LedgerEvent,
  nextDigest,
  type OccurredAt,
  type PositionedEvent,
  type SealedEvent,
} from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { memoryLog } from '../golden/memory-log.js';
import { type LogEntry, type LogSource } from '../facts/log-source.port.js';

type Time = string | OccurredAt;

const occurred = (time: Time): OccurredAt =>
  typeof time === 'string' ? { precision: 'instant', value: new Date(time).toISOString() } : time;
export const day = (value: string, zone = 'UTC'): OccurredAt => ({ precision: 'day', value, zone });
export const unknownTime: OccurredAt = { precision: 'unknown', value: null };
export const person = (id: string): Holder => ({ kind: 'person', id });
export const pool = (id: string): Holder => ({ kind: 'pool', id });

export interface Written {
  readonly occurredAt?: Time;
  readonly knownAt: string;
  readonly importId?: string;
  readonly policy?: { readonly name: string; readonly version: number };
  readonly actor?: string;
}

/** A history written event by event, with the chain and the numbers the log would give it. */
export class History {
  readonly events: PositionedEvent[] = [];
  readonly entries: LogEntry[] = [];
  private digest = GENESIS_DIGEST;
  private readonly revisions = new Map<string, number>();

  add(stream: string, event: LedgerEvent, { occurredAt, knownAt, importId, policy, actor = 'mia' }: Written): PositionedEvent {
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    this.revisions.set(stream, revision);
    const id = derivedId(stream, revision);
    const known = new Date(knownAt).toISOString();
    const metadata = {
      actor: { kind: 'person' as const, id: actor, assurance: 'test' },
      commandId: id,
      commandHash: '',
      correlationId: id,
      causationId: id,
      occurredAt: occurred(occurredAt ?? known),
      knownAt: known,
      schemaVersion: 1,
      ...(importId !== undefined && { importId }),
      ...(policy && { policy }),
    };
    const sealed: SealedEvent = { id, type: event.type, stream, revision, data: event.data, metadata };
    this.digest = nextDigest(this.digest, leafOf(sealed));
    const position = this.entries.length + 1;
    this.entries.push({ position, event: sealed, digest: this.digest });
    const positioned = { ...event, id, stream, revision, metadata, position };
    this.events.push(positioned);
    return positioned;
  }

  /** A capture or a further inquiry with the least a test needs to say. */
  inquiry(
    lead: string,
    of: {
      first: boolean;
      person?: string | null;
      channel?: string;
      source?: string;
      campaign?: string | null;
      valid?: boolean;
      phone?: string;
      holder?: Holder;
      team?: string | null;
      attributes?: Record<string, string | number | boolean | null>;
    },
    written: Written,
  ): PositionedEvent {
    const stream = `lead-${lead}`;
    const nth = (this.revisions.get(stream) ?? -1) + 1;
    const inquiry = {
      inquiryId: derivedId(stream, 'inquiry', nth),
      source: of.source ?? 'site',
      channel: of.channel ?? 'web',
      medium: null,
      campaign: of.campaign ?? null,
      externalSource: 'crm',
      externalId: lead,
      attributes: of.attributes ?? {},
      contactPoints:
        of.valid === undefined && of.phone === undefined
          ? []
          : [
              {
                contactPointId: of.phone ?? `phone of ${lead}`,
                personId: of.person ?? lead,
                kind: 'phone' as const,
                country: 'DE',
                validity: of.valid === false ? ('invalid' as const) : ('valid' as const),
                sealed: { subjects: [of.person ?? lead], box: 'x' },
              },
            ],
      payloadHash: null,
      sealed: null,
    };
    const personId = of.person === undefined ? `person of ${lead}` : of.person;
    return of.first
      ? this.add(
          stream,
          { type: 'lead.captured', data: { leadId: lead, personId, holder: of.holder ?? pool('intake'), team: of.team ?? null, inquiry } },
          written,
        )
      : this.add(stream, { type: 'lead.inquiry-received', data: { personId, inquiry } }, written);
  }

  source(): LogSource {
    return memoryLog(this.entries);
  }
}
