import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool } from 'pg';
import { type EventLog } from '#libs/event-store';
import { createVocabularyCommands, vocabularyReader, type VocabularyCommands } from '#libs/governance';
import { newId } from '#libs/platform';
import { ProjectionRunner } from '#libs/projections';
import { type DefinitionEnvelope } from '../publish-definition/append-to-definition.js';
import { Reporting } from '../reporting.js';
import { type History } from './history.features.js';
import { spineCaughtUp } from './spine-caught-up.features.js';

const actor = { kind: 'person' as const, id: 'mia', assurance: 'test' };

/** A database and an event log of a test's own. */
interface Stores {
  readonly database: { readonly pool: Pool; drop(): Promise<void> };
  readonly events: { readonly log: EventLog; close(): Promise<void> };
}

/** Definitions and numbers on a real event log and database, with the spine kept up. */
export class ReportingOnStores {
  private constructor(
    readonly reporting: Reporting,
    readonly vocabularies: VocabularyCommands,
    private readonly stores: Stores,
    private readonly running: Promise<void>,
    private readonly stop: AbortController,
    private readonly folder: string,
  ) {}

  static async start(stores: Stores, history: History, now: string): Promise<ReportingOnStores> {
    const { database, events } = stores;
    const stop = new AbortController();
    const folder = mkdtempSync(join(tmpdir(), 'leadledger-reporting-'));
    const running = new ProjectionRunner({ log: events.log, pool: database.pool, projections: [] }).run(stop.signal);
    const clock = { now: () => new Date(now) };
    const { pool } = database;
    const options = { pool, log: events.log, factsDir: folder, threads: 1, memoryLimit: '256MB', organisationZone: 'UTC', clock };
    const vocabularies = createVocabularyCommands({
      log: events.log,
      vocabularies: vocabularyReader(pool),
      keyedHash: (_, text) => text,
      clock,
    });
    for (const { stream, id, type, data, metadata, revision } of history.events)
      await events.log.append(stream, [{ id, type, data, metadata }], revision === 0 ? 'no-stream' : revision - 1);
    const rig = new ReportingOnStores(new Reporting(options), vocabularies, stores, running, stop, folder);
    await rig.settle();
    return rig;
  }

  envelope(): DefinitionEnvelope {
    return { commandId: newId(), commandHash: '', actor };
  }

  /** Waits until the spine has the whole log. */
  settle(): Promise<void> {
    return spineCaughtUp(this.stores.events.log, this.stores.database.pool);
  }

  async publish(document: string): Promise<string> {
    const { name, version } = await this.reporting.definitions.publish({ document, reason: 'test' }, this.envelope());
    await this.settle();
    return `${name}@${version}`;
  }

  async draft(document: string): Promise<string> {
    const { name, version } = await this.reporting.definitions.draft({ document, reason: 'test' }, this.envelope());
    await this.settle();
    return `${name}@${version}`;
  }

  async publishVocabulary(document: string): Promise<void> {
    await this.vocabularies.publish({ document, reason: 'test' }, { commandId: newId(), actor });
    await this.settle();
  }

  async close(): Promise<void> {
    await this.reporting.close();
    this.stop.abort();
    await this.running;
    await this.stores.events.close();
    await this.stores.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
