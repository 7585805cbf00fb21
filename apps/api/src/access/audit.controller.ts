import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type AuditVerdict, readersByDay, readsOf, verifyReads } from '#libs/access';
import { isDate } from '#libs/calendar';
import { resolveLeadRef } from '#libs/leads';
import { invalid, type Violation } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { READS, type Reads } from '../reads/question.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { ReadersQuery, ReadsQuery } from './audit.dto.js';

const READS_AT_ONCE = 1_000;
const AT_LEAST = 100;
const TIMES = 3;

/** Who has read which leads: what protects them from being carried off, where they are not hidden. */
@ApiTags('access')
@Controller('v1/audit')
@Permit('audit.read')
export class AuditController {
  constructor(
    @Inject(READS) private readonly reads: Reads,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get('reads')
  @ApiOperation({ summary: 'Who read a lead, or what somebody read: every answer with its leads, the latest first' })
  async list(
    @Query() { lead, reader, from, to, after, limit = READS_AT_ONCE }: ReadsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    checkDays({ from, to });
    const { pool, contacts } = this.reads();
    const found = lead == null ? null : await resolveLeadRef(pool, lead, contacts);
    const leads = found?.leads ?? null;
    const asked = { leads, reader: reader ?? null, from: from ?? null, to: to ?? null, after: after ?? null, limit };
    const reads = await readsOf(pool, asked);
    const last = reads.length === limit ? reads.at(-1) : undefined;
    await sendList(request, reply, reads, last ? String(last.number) : null);
  }

  @Get('readers')
  @ApiOperation({ summary: 'How much each reader read on each day, beside what is usual for that reader' })
  async readers(@Query() query: ReadersQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { from, to, atLeast, times } = query;
    checkDays({ from, to });
    const asked = { from, to, zone: this.settings.timeZone, atLeast: atLeast ?? AT_LEAST, times: times ?? TIMES };
    await sendList(request, reply, await readersByDay(this.reads().pool, asked));
  }

  @Get('verification')
  @ApiOperation({ summary: 'Walks the chain of all reads that are kept: whether one was altered or taken out, and which first' })
  verify(): Promise<AuditVerdict> {
    return verifyReads(this.reads().pool);
  }
}

/** Everything that is wrong with days, at once. */
function checkDays(days: { readonly from?: string | null | undefined; readonly to?: string | null | undefined }): void {
  const violations = Object.entries(days).flatMap(([path, day]): Violation[] =>
    day == null || isDate(day) ? [] : [{ code: 'TIME.MALFORMED', message: `${path} is a date such as 2026-03-01, not ${day}`, path }],
  );
  const { from, to } = days;
  if (violations.length === 0 && from != null && to != null && from > to)
    violations.push({ code: 'PERIOD.EMPTY', message: `from (${from}) lies after to (${to}); give them the other way round`, path: 'from' });
  const [first, ...others] = violations;
  if (first) throw invalid(first, ...others);
}
