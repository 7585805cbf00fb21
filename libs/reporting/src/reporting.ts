import { type Pool } from 'pg';
import { type EventLog } from '#libs/event-store';
import { duckdbDialect } from '#libs/expressions';
import { vocabulariesOfLog, vocabularyReader } from '#libs/governance';
import { type Clock, conflict, invalid, notFound } from '#libs/platform';
import { compareReports, diffReports } from './compare/diff-reports.js';
import { type ReportComparison } from './compare/report-diff.js';
import { type DefinitionEvents, knownVersions, referenceOf } from './definitions/definition-store.js';
import { Definitions } from './definitions/definitions.js';
import { spineDefinitionEvents } from './definitions/spine-definition-events.adapter.js';
import { explainLead } from './explain/explain-lead.js';
import { type Explanation } from './explain/explanation.js';
import { findLead } from './explain/find-lead.js';
import { eventLogSource } from './facts/event-log-source.adapter.js';
import { FactStore } from './facts/fact-store.js';
import { spineLogSource } from './facts/spine-log-source.adapter.js';
import { causesOf } from './figures/causes-of.js';
import { type DecidedFigure, decideOnFigure, type FigureChoice } from './figures/decide-on-figure.js';
import { figuresOf } from './figures/figures-of.js';
import { laterFacts, leadsOf } from './figures/later-facts.js';
import { publishFigure, type PublishedFigure } from './figures/publish-figure/publish-figure.handler.js';
import { type Restatement, type RestatementDeps, reviewFigure } from './figures/restatements.js';
import { type DefinitionEnvelope } from './publish-definition/append-to-definition.js';
import { goldenSlice } from './golden/golden-slice.js';
import { publishLibrary } from './publish-definition/publish-library.js';
import { differsFromReceipt, receiptIn } from './receipt/answer-and-receipt.js';
import { type Verdict } from './receipt/verdict.js';
import { verifyReceipt } from './receipt/verify-receipt.js';
import { parseList } from './reconcile/parse-list.js';
import { reconcileWins } from './reconcile/reconcile-wins.js';
import { type Reconciliation, type ReconcileRequest } from './reconcile/reconciliation.js';
import { reportFile, type ReportFormat } from './render/report-file.js';
import { asKnownOf, type ReportContext, reportContext } from './run/report-context.js';
import { compareBefore } from './run/compare-before.js';
import { periodBefore } from './run/period-before.js';
import { type ComparedRequest, type ExplainRequest, type ReportRequest } from './run/report-request.js';
import { type Report, runReport } from './run/run-report.js';
import { type ReportMember, streamMembers } from './run/stream-members.js';
import { type TeamHealth, teamHealth } from './team-health/team-health.js';

export interface ReportingOptions {
  /** Of the database that holds schema `read`. */
  readonly pool: Pool;
  readonly log: EventLog;
  /** Folder of the parts that the projector writes; it may be empty. */
  readonly factsDir: string;
  readonly threads: number;
  /** As DuckDB spells it: `1GB`. */
  readonly memoryLimit: string;
  /** Where a definition says `zone: organisation`. */
  readonly organisationZone: string;
  readonly clock: Clock;
}

/**
 * Everything about numbers, behind one object: definitions in versions, reports over facts, the members behind them, comparisons, receipts, published figures.
 * Reads need the spine in `read.log_entry`; writes go to the event log and show once the spine has them.
 */
export class Reporting {
  private store: Promise<FactStore> | null = null;

  readonly definitions: Definitions;
  private readonly definitionEvents: DefinitionEvents;

  constructor(private readonly options: ReportingOptions) {
    const { log, clock, pool, organisationZone: zone } = options;
    this.definitionEvents = spineDefinitionEvents(pool);
    this.definitions = new Definitions({ log, clock, events: this.definitionEvents, vocabularies: vocabularyReader(pool), zone });
  }

  /** Publishes what the product brings that is not there yet; the number of new versions. Safe at every start and in several processes. */
  publishLibrary(): Promise<number> {
    return publishLibrary(this.options);
  }

  /** With `compare` (or where the definition compares) also the period before, at the same position, with a receipt of its own. */
  async runReport(request: ComparedRequest): Promise<Report> {
    const { store, context } = await this.prepare(request);
    const report = await runReport(store, this.source, context);
    const kind = request.compare ?? context.definition.compare ?? 'none';
    if (kind === 'none') return report;
    const before = periodBefore(kind, request.from, request.to);
    const { from, to } = before;
    const then = await this.prepare({ ...request, from, to, position: report.position, asOf: context.asOf });
    const comparison = compareBefore(context.definition, report, await runReport(store, this.source, then.context), kind, before);
    return { ...report, comparison };
  }

  /** The same as a file to give away: CSV or Parquet for programs, one HTML page for people. Each says what its numbers mean. */
  async reportFile(request: ReportRequest, format: ReportFormat): Promise<Buffer> {
    const version = await this.definitions.find(request.definition);
    const { store, context } = await this.prepare(request);
    const report = await runReport(store, this.source, context);
    return reportFile({ report, version, definition: context.definition }, format, this.options);
  }

  /** The leads, inquiries, assignments … behind a number, as they come. Problems of the request are thrown before the first. */
  async reportLeads(request: ReportRequest): Promise<AsyncIterable<ReportMember>> {
    const { store, context } = await this.prepare(request);
    return streamMembers(store, context);
  }

  /** The leads behind a number, at most so many, as a golden history without personal data. */
  async goldenHistory(request: ReportRequest, ask: { readonly name: string; readonly leads: number }): Promise<string> {
    const { store, context } = await this.prepare(request);
    return goldenSlice(this.options.pool, store, context, ask);
  }

  /** Why a lead counts under a definition or does not, row by row and clause by clause. Without a period no row fails by its date. */
  async explainLead(ask: ExplainRequest): Promise<Explanation> {
    const { lead, from, to, ...rest } = ask;
    if ((from === undefined) !== (to === undefined))
      throw invalid({
        code: 'REPORT.PERIOD',
        message: 'Give both ends of the period, or none',
        path: from === undefined ? 'from' : 'to',
      });
    const today = this.options.clock.now().toISOString();
    const { store, context } = await this.prepare({ ...rest, from: from ?? today, to: to ?? today });
    return explainLead(store, context, await findLead(store, lead), from !== undefined);
  }

  /** Two definitions, or two versions of one, over the same period of the same log: `read` takes the entries while they come from the engine. */
  async compareReports<T>(
    request: Omit<ReportRequest, 'definition'> & {
      readonly before: string;
      readonly after: string;
      /** Versions of vocabularies for one side, over those for both. */
      readonly beforeVocabularies?: ReportRequest['vocabularies'];
      readonly afterVocabularies?: ReportRequest['vocabularies'];
    },
    read: (comparison: ReportComparison) => Promise<T>,
  ): Promise<T> {
    const { before, after, beforeVocabularies, afterVocabularies, vocabularies, ...shared } = request;
    const first = await this.prepare({ ...shared, definition: before, vocabularies: { ...vocabularies, ...beforeVocabularies } });
    const second = await this.prepare({
      ...shared,
      definition: after,
      position: first.context.scope.position,
      vocabularies: { ...vocabularies, ...afterVocabularies },
    });
    return compareReports(first.store, this.source, [first.context, second.context], read);
  }

  /** Sets an external list of won deals beside the log: recorded in time, recorded afterwards, absent, and what the list does not have. */
  async reconcileWins(request: ReconcileRequest): Promise<Reconciliation> {
    const list = parseList(request.csv);
    const days = list.map(({ wonOn }) => wonOn).sort();
    const { from = days[0], to = days.at(-1), within = 0 } = request;
    if (from === undefined || to === undefined)
      throw invalid({ code: 'REPORT.PERIOD', message: 'The list is empty: say from when to when', path: 'from' });
    const store = await this.openStore();
    const head = await store.refresh();
    const { clock, organisationZone: zone } = this.options;
    const scope = { ...asKnownOf(request, { head, clock }), profile: store.profile };
    return reconcileWins(store, scope, list, { from, to, within, zone });
  }

  /** The manager's four answers for a team, each with its receipt. Throws 404 where no such team is known. */
  async teamHealth(ask: {
    readonly team: string;
    readonly from: string;
    readonly to: string;
    readonly knownAt?: string;
    readonly position?: string | number;
  }): Promise<TeamHealth> {
    const store = await this.openStore();
    await store.refresh();
    const team = duckdbDialect.text(ask.team);
    const [known] = await store.rows(
      `select 1 as one from facts where team = ${team} or (category = 'team' and subject = ${team}) limit 1`,
    );
    if (!known) throw notFound('TEAM.NOT_FOUND', `There is no team ${ask.team}`);
    return teamHealth((request) => this.runReport(request), ask);
  }

  /** Runs a report and puts its number on record. Throws 409 for a version that is not published. */
  async publishFigure(request: ReportRequest, envelope: DefinitionEnvelope): Promise<PublishedFigure> {
    const { name, version, state } = await this.definitions.find(request.definition);
    if (state !== 'published')
      throw conflict(
        'DEFINITION.NOT_PUBLISHED',
        `${name}@${version} is ${state === 'test' ? 'a test' : state === 'draft' ? 'a draft' : state}: figures are published by published versions`,
      );
    const report = await this.runReport(request);
    return publishFigure(this.options, report.receipt, envelope);
  }

  /** What later facts did to the published figures of a definition, and why, in order of publication. */
  async restatements(name: string): Promise<Restatement[]> {
    await knownVersions(this.definitionEvents, referenceOf(name).name);
    const figures = figuresOf(await this.definitionEvents.of(name));
    const found: Restatement[] = [];
    for (const figure of figures) found.push((await reviewFigure(figure, figures, this.figureDeps)).restatement);
    return found;
  }

  /**
   * Chooses what becomes of a published figure that later facts moved: `restate` lets it stand at what is known now, `hold` leaves it as it stands.
   * Throws 404 where no such figure was published, 422 where nothing moved or no reason is given.
   */
  async decideOnFigure(
    command: { readonly name: string; readonly figureId: string; readonly choice: FigureChoice; readonly reason: string },
    envelope: DefinitionEnvelope,
  ): Promise<DecidedFigure> {
    const { name, figureId, choice, reason } = command;
    await knownVersions(this.definitionEvents, referenceOf(name).name);
    const figures = figuresOf(await this.definitionEvents.of(name));
    const figure = figures.find((each) => each.figureId === figureId);
    if (!figure)
      throw notFound(
        'FIGURE.NOT_FOUND',
        `No figure ${figureId} of ${name} was published: "report restatements ${name}" lists those there are`,
      );
    const { restatement, now } = await reviewFigure(figure, figures, this.figureDeps);
    const { restated: moved, causes } = restatement;
    return decideOnFigure(
      this.options,
      name,
      choice,
      { figureId, now: now.receipt, position: now.position, moved, causes, reason },
      envelope,
    );
  }

  /** Computes the number of a receipt again from the event log alone. `input` is the receipt, or the answer that it came in, which must say the same. */
  async verifyReceipt(input: unknown): Promise<Verdict> {
    const { log, threads, memoryLimit, clock } = this.options;
    const { answer, receipt } = receiptIn(input);
    const differs = differsFromReceipt(answer, receipt);
    if (differs) return differs;
    const options = {
      log: eventLogSource(log),
      definitionOf: (...asked: Parameters<Definitions['fromLog']>) => this.definitions.fromLog(...asked),
      vocabulariesOf: (names: readonly string[]) => vocabulariesOfLog(log, names),
      ...{ threads, memoryLimit, clock },
    };
    return verifyReceipt(receipt, options, answer);
  }

  async close(): Promise<void> {
    const store = this.store;
    this.store = null;
    if (store) (await store).close();
  }

  private get figureDeps(): RestatementDeps {
    const diff: RestatementDeps['diff'] = async (before, after) => {
      const first = await this.prepare(before);
      return diffReports(first.store, first.context, (await this.prepare(after)).context);
    };
    return {
      run: (request) => this.runReport(request),
      diff,
      causes: async (request, found, from, to) =>
        causesOf(found, from, to, {
          laterFacts: laterFacts(await this.openStore(), from, to),
          leadsOf: leadsOf(await this.openStore()),
          differing: async (position, until) => {
            const { leave, enter, change } = await diff({ ...request, position }, { ...request, position: until });
            return new Set([...leave, ...enter, ...change].map((entry) => entry.id));
          },
        }),
    };
  }

  private get source(): ReturnType<typeof spineLogSource> {
    return spineLogSource(this.options.pool);
  }

  private async prepare(request: ReportRequest): Promise<{ store: FactStore; context: ReportContext }> {
    const { published, vocabularies } = await this.definitions.compiled(request);
    const store = await this.openStore();
    const head = await store.refresh();
    const { organisationZone, clock } = this.options;
    const isPast = published.definition.cohort !== null && request.position !== undefined && request.asOf === undefined;
    const asOf = isPast ? await store.knownAt(Number(request.position)) : null;
    const asked = asOf === null ? request : { ...request, asOf };
    return { store, context: await reportContext(published, asked, { head, store, organisationZone, clock, vocabularies }) };
  }

  private openStore(): Promise<FactStore> {
    const { factsDir, threads, memoryLimit } = this.options;
    this.store ??= FactStore.open({ folder: factsDir, threads, memoryLimit, source: this.source }).catch((error: unknown) => {
      this.store = null;
      throw error;
    });
    return this.store;
  }
}
