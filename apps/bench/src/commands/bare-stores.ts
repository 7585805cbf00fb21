import { randomBytes } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, type JSONEventType } from '@eventstore/db-client';
import { newId } from '#libs/platform';
import { type LeadServices } from '../workbench/lead-services.js';
import { PREFIX } from '../workbench/prefix.js';

/** The data and metadata of an event that the product wrote: what the bare client writes is as large. */
export interface EventPattern {
  readonly type: string;
  readonly data: JSONEventType['data'];
  readonly metadata: Uint8Array;
}

/** The same reads, commits and appends as a command makes, by the bare clients: no rule, no hash, no sealing. */
export class BareStores {
  private readonly appends: EventStoreDBClient;
  private readonly reads: EventStoreDBClient;

  constructor(
    private readonly services: LeadServices,
    private readonly capture: EventPattern,
    private readonly followUp: EventPattern,
    private readonly masterKey: string,
  ) {
    this.appends = EventStoreDBClient.connectionString(services.eventStoreUrl);
    this.reads = EventStoreDBClient.connectionString(services.eventStoreUrl);
  }

  static async open(services: LeadServices, leadId: string): Promise<BareStores> {
    const patterns: EventPattern[] = [];
    for await (const { type, data, metadata } of services.log.readStream(`lead-${leadId}`))
      patterns.push({ type, data: { ...data }, metadata: new TextEncoder().encode(JSON.stringify(metadata)) });
    const { rows } = await services.keys.query<{ fingerprint: string }>('select fingerprint from privacy.master_key limit 1');
    return new BareStores(services, patterns[0]!, patterns[1]!, rows[0]!.fingerprint);
  }

  /** Reservation of person and lead, key of the person, look for the stream, append. */
  async captureOne(): Promise<void> {
    const { pool, keys } = this.services;
    const points = ['phone', 'email'].map((kind) => ({ fingerprint: randomBytes(32).toString('hex'), kind, contactPointId: newId() }));
    const lead = newId();
    const person = newId();
    const request = { inquiryId: newId(), commandHash: 'x', personId: person, leadId: null, newLeadId: lead, exclude: [], points };
    await pool.query('select identity.reserve($1::jsonb) as answer', [JSON.stringify([request])]);
    await keys.query({
      name: 'bare-key',
      text: 'insert into privacy.person_key (person_id, master_key, wrapped) values ($1, $2, $3)',
      values: [person, this.masterKey, randomBytes(60)],
    });
    await this.readThenAppend(`${PREFIX}lead-${lead}`, this.capture);
  }

  followUpOn(leadId: string): Promise<void> {
    return this.readThenAppend(`${PREFIX}lead-${leadId}`, this.followUp);
  }

  private async readThenAppend(stream: string, { type, data, metadata }: EventPattern): Promise<void> {
    let revision = -1n;
    try {
      for await (const { event } of this.reads.readStream(stream)) revision = event?.revision ?? revision;
    } catch (error) {
      if ((error as { type?: string }).type !== 'stream-not-found') throw error;
    }
    await this.appends.appendToStream(stream, [jsonEvent({ id: newId(), type, data, metadata })], {
      expectedRevision: revision < 0n ? 'no_stream' : revision,
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.appends.dispose(), this.reads.dispose()]);
  }
}
