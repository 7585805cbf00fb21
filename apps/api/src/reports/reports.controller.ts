import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { positionToken } from '#libs/event-store';
import { notFound } from '#libs/platform';
import {
  type Explanation,
  type FigureChoice,
  type Reconciliation,
  type Report,
  type ReportFormat,
  reportMediaTypes,
  type Restatement,
  type TeamHealth,
  type Verdict,
} from '#libs/reporting';
import { notedLines, notedStream, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { TextField } from '../http/fields.js';
import { given } from '../http/given.js';
import { sendList, sendText, wantsNdjson } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import {
  comparisonOf,
  DiffBody,
  ExplainBody,
  explainRequestOf,
  FigureChoiceBody,
  GOLDEN_LEADS,
  GoldenHistoryBody,
  ReconcileBody,
  ReportBody,
  RunBody,
  scopeOf,
} from './report.dto.js';
import { comparisonDocument, comparisonLines } from './comparison-text.js';
import { REPORTING, type ReportingService } from './reporting.service.js';

class RestatementsQuery {
  @TextField({ max: 256, description: 'name of the definition' })
  name!: string;
}

class HealthQuery extends ClocksQuery {
  @TextField({ max: 64, description: 'first day, or an instant' })
  from!: string;

  @TextField({ max: 64, description: 'last day, included; or an instant, not included' })
  to!: string;
}

const choices: readonly FigureChoice[] = ['restate', 'hold'];
const mediaTypeAlone = (mediaType: string): string => mediaType.split(';')[0]!;

/** The first format that `Accept` names before JSON; null for JSON. */
function acceptedFormat(accept = ''): ReportFormat | null {
  for (const range of accept.split(',').map((each) => mediaTypeAlone(each).trim())) {
    if (range === 'application/json' || range === '*/*') return null;
    const found = (Object.keys(reportMediaTypes) as ReportFormat[]).find((format) => mediaTypeAlone(reportMediaTypes[format]) === range);
    if (found) return found;
  }
  return null;
}

/** What left, entered or changed since a figure was published. */
const movedIn = ({ leave, enter, change }: Restatement) => [...leave, ...enter, ...change];

/** Numbers by definition, what is behind them, and their receipts. */
@ApiTags('reports')
@Controller('v1')
@Permit('report.run')
export class ReportsController {
  constructor(
    @Inject(REPORTING) private readonly service: ReportingService,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Post('reports/run')
  @HttpCode(200)
  @ApiProduces('application/json', ...Object.values(reportMediaTypes).map(mediaTypeAlone))
  @ApiOperation({
    summary: 'A number by a definition for a period, with its receipt',
    description: 'JSON, or by `Accept` a file to give away: CSV, Parquet, or one HTML page with chart, table, definition and receipt.',
  })
  async run(
    @Body() body: RunBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Report | Buffer> {
    const { reporting } = this.service;
    const { definition, compare } = body;
    const ask = { definition, ...scopeOf(body) };
    const format = acceptedFormat(request.headers.accept);
    if (format === null) return reporting.runReport({ ...ask, ...(compare != null && { compare }) });
    const file = await reporting.reportFile(ask, format);
    void reply.type(reportMediaTypes[format]);
    return file;
  }

  @Post('reports/leads')
  @HttpCode(200)
  @ApiOperation({ summary: 'The leads (or inquiries, assignments …) behind the number, with their events' })
  async leads(@Body() body: ReportBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const members = await this.service.reporting.reportLeads({ definition: body.definition, ...scopeOf(body) });
    await sendList(request, reply, notedStream(this.sights, request, members));
  }

  @Post('reports/golden-history')
  @HttpCode(200)
  @Permit('definition.publish')
  @ApiProduces('application/x-ndjson')
  @ApiOperation({ summary: 'The leads behind the number, at most so many, as a golden history: no personal data, ids as numbers' })
  async goldenHistory(@Body() body: GoldenHistoryBody, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { definition, name, leads } = body;
    const history = await this.service.reporting.goldenHistory({ definition, ...scopeOf(body) }, { name, leads: leads ?? GOLDEN_LEADS });
    void reply.type('application/x-ndjson; charset=utf-8');
    return history;
  }

  @Post('reports/explain')
  @HttpCode(200)
  @ApiOperation({ summary: 'Why a lead counts or not: each of its rows, clause by clause, with the events that decided' })
  async explain(@Body() body: ExplainBody, @Req() request: FastifyRequest): Promise<Explanation> {
    const explanation = await this.service.reporting.explainLead(explainRequestOf(body));
    await notedLines(this.sights, request, [explanation]);
    return explanation;
  }

  @Post('reports/reconcile')
  @HttpCode(200)
  @ApiOperation({
    summary: 'An external list of won deals beside the log: recorded in time, recorded afterwards, absent, and not on the list',
  })
  async reconcile(@Body() body: ReconcileBody, @Req() request: FastifyRequest): Promise<Reconciliation> {
    const reconciliation = await this.service.reporting.reconcileWins(given(body));
    await notedLines(this.sights, request, reconciliation.rows);
    return reconciliation;
  }

  @Post('reports/diff')
  @HttpCode(200)
  @ApiProduces('application/json', 'application/x-ndjson')
  @ApiOperation({
    summary: 'What leaves, enters and changes between two versions, each with the clauses that decided',
    description:
      'JSON, or by `Accept` lines: first `{before, after, measures}` with the measures that are computed differently, then the entries, each with the `list` that it stands in.',
  })
  async diff(@Body() body: DiffBody, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.service.reporting.compareReports(comparisonOf(body), async ({ entries, ...reports }) => {
      const comparison = { ...reports, entries: notedStream(this.sights, request, entries) };
      if (wantsNdjson(request)) await sendText(reply, 'application/x-ndjson', comparisonLines(comparison));
      else await sendText(reply, 'application/json', comparisonDocument(comparison));
    });
  }

  @Post('reports/publish')
  @HttpCode(201)
  @Permit('report.publish')
  @ApiOperation({ summary: 'Puts the number on record; what becomes known later is shown as a restatement of it' })
  async publish(@Body() body: ReportBody, @Sent() sent: SentCommand): Promise<object> {
    const envelope = this.service.envelope(sent, ['publish-figure', given(body)]);
    const { storePosition, ...figure } = await this.service.reporting.publishFigure(
      { definition: body.definition, ...scopeOf(body) },
      envelope,
    );
    return { ...figure, token: storePosition && positionToken(storePosition) };
  }

  @Get('reports/restatements')
  @ApiOperation({ summary: 'Published figures of a definition beside what is known now' })
  async restatements(@Query() query: RestatementsQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const restatements = await this.service.reporting.restatements(query.name);
    await notedLines(this.sights, request, restatements.flatMap(movedIn));
    await sendList(request, reply, restatements);
  }

  @Post('reports/figures/:figure/:choice')
  @HttpCode(201)
  @Permit('report.publish')
  @ApiParam({ name: 'choice', enum: choices })
  @ApiOperation({
    summary: 'Chooses for a published figure that later facts moved: restate lets it stand at what is known now, hold leaves it',
  })
  async choose(
    @Param('figure') figureId: string,
    @Param('choice') choice: string,
    @Body() body: FigureChoiceBody,
    @Sent() sent: SentCommand,
  ): Promise<object> {
    const known = choices.find((each) => each === choice);
    if (!known) throw notFound('FIGURE.CHOICE', `A figure can be ${choices.join(' or ')}, not ${choice}`);
    const envelope = this.service.envelope(sent, [`${known}-figure`, figureId, given(body)]);
    const { definition: name, reason } = body;
    const { storePosition, ...decided } = await this.service.reporting.decideOnFigure({ name, figureId, choice: known, reason }, envelope);
    return { ...decided, token: storePosition && positionToken(storePosition) };
  }

  @Post('receipts/verify')
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object', description: 'a receipt, or the whole answer that it came in, which must say the same' } })
  @ApiOperation({ summary: 'Computes the number of a receipt again from the log alone; a mismatch names its first difference' })
  verify(@Body() body: object): Promise<Verdict> {
    return this.service.reporting.verifyReceipt(body);
  }

  @Get('teams/:team/health')
  @ApiOperation({ summary: 'The manager’s four questions, each with its receipt' })
  health(@Param('team') team: string, @Query() query: HealthQuery): Promise<TeamHealth> {
    const { knownAt, position } = clocksOf(query);
    return this.service.reporting.teamHealth({
      team,
      from: query.from,
      to: query.to,
      ...(knownAt !== undefined && { knownAt }),
      ...(position !== undefined && { position }),
    });
  }
}
