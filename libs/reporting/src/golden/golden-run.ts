import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffReports } from '../compare/diff-reports.js';
import { type ReportDiff } from '../compare/report-diff.js';
import { FactStore } from '../facts/fact-store.js';
import { type ComputedReport, computeReport } from '../run/compute-report.js';
import { countMembers } from '../run/members.js';
import { type PublishedDefinition, reportContext, type ReportContext } from '../run/report-context.js';
import { type GoldenHistory, type GoldenQuestion } from './golden-history.js';
import { memoryLog } from './memory-log.js';

/** Definitions run on one frozen history, in this process: no server, no log, nothing that outlives it. */
export class GoldenRun {
  private constructor(
    private readonly history: GoldenHistory,
    private readonly store: FactStore,
    private readonly folder: string,
  ) {}

  static async over(history: GoldenHistory): Promise<GoldenRun> {
    const folder = mkdtempSync(join(tmpdir(), 'leadledger-golden-'));
    const store = await FactStore.open({ folder, threads: 1, memoryLimit: '512MB', source: memoryLog(history.entries) });
    return new GoldenRun(history, store, folder);
  }

  async figures(definition: PublishedDefinition, question: GoldenQuestion): Promise<ComputedReport> {
    return computeReport(this.store, await countMembers(this.store, await this.context(definition, question)));
  }

  async diff(before: PublishedDefinition, after: PublishedDefinition, question: GoldenQuestion): Promise<ReportDiff> {
    return diffReports(this.store, await this.context(before, question), await this.context(after, question));
  }

  close(): void {
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The clock stands long after the history: a frozen history has no today. */
  private async context(definition: PublishedDefinition, question: GoldenQuestion): Promise<ReportContext> {
    const head = await this.store.refresh();
    const facts = {
      head,
      store: this.store,
      organisationZone: this.history.zone,
      clock: { now: () => new Date('9000-01-01T00:00:00Z') },
    };
    return reportContext(definition, { definition: definition.definition.name, ...question }, facts);
  }
}
