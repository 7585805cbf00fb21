import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noVocabularies, type VocabularyLibrary } from '#libs/governance';
import { sha256 } from '#libs/platform';
import { parseDefinition } from '../definitions/parse-definition.js';
import { shippedDefinitions } from '../definitions/shipped-definitions.js';
import { FactStore } from '../facts/fact-store.js';
import { reportContext, type PublishedDefinition, type ReportContext } from '../run/report-context.js';
import { type ReportRequest } from '../run/report-request.js';
import { type Report, runReport } from '../run/run-report.js';
import { type History } from './history.features.js';

export function compiled(document: string, version = 1, library = noVocabularies): PublishedDefinition {
  const { definition, problems } = parseDefinition(document, { library, otherwise: library.newestBefore(Infinity) });
  if (!definition) throw new Error(JSON.stringify(problems));
  return { definition, version, documentHash: sha256(document) };
}

export function shipped(reference: string): PublishedDefinition {
  const found = shippedDefinitions().find((each) => `${each.name}@${each.version}` === reference);
  if (!found) throw new Error(`The library has no ${reference}`);
  return compiled(found.document, found.version);
}

/** Reports over a history, without a server. */
export class Reporter {
  private constructor(
    readonly store: FactStore,
    readonly history: History,
    readonly folder: string,
    readonly library: VocabularyLibrary,
  ) {}

  static async over(
    history: History,
    folder = mkdtempSync(join(tmpdir(), 'leadledger-facts-')),
    library: VocabularyLibrary = noVocabularies,
  ): Promise<Reporter> {
    const store = await FactStore.open({ folder, threads: 1, memoryLimit: '512MB', source: history.source() });
    return new Reporter(store, history, folder, library);
  }

  async context(of: PublishedDefinition, request: Omit<ReportRequest, 'definition'>, zone = 'UTC'): Promise<ReportContext> {
    const head = await this.store.refresh();
    const pinned = (name: string): number | undefined => of.definition.vocabularies.find((each) => each.name === name)?.version;
    const vocabularies = this.library.scope((name) => pinned(name) ?? this.library.versionsOf(name).at(-1)?.version);
    const facts = {
      head,
      store: this.store,
      organisationZone: zone,
      clock: { now: () => new Date('2030-01-01T00:00:00Z') },
      vocabularies,
    };
    return reportContext(of, { definition: of.definition.name, ...request }, facts);
  }

  async run(of: PublishedDefinition | string, request: Omit<ReportRequest, 'definition'>, zone = 'UTC'): Promise<Report> {
    const published = typeof of === 'string' ? shipped(of) : of;
    return runReport(this.store, this.history.source(), await this.context(published, request, zone));
  }

  close(): void {
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
