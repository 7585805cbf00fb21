import { Controller, Get, Inject, Param, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { seenHistory, seenLead, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { HistoryOf, LeadOf } from './lead.questions.js';

@ApiTags('leads')
@Controller('v1/leads/:lead')
@Permit('lead.read')
export class LeadViewsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get()
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({
    summary: 'One lead at an instant: origin, holder, stage, follow-ups, idle time; an array for a person with several leads',
  })
  async lead(@Param('lead') lead: string, @Query() query: ClocksQuery, @Req() request: FastifyRequest): Promise<object> {
    return seenLead(this.sights, request, await this.queries.execute(new LeadOf(lead, clocksOf(query))));
  }

  @Get('history')
  @ApiOperation({ summary: 'Its events, with both clocks, actor and cause' })
  async history(
    @Param('lead') lead: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.queries.execute(new HistoryOf(lead, clocksOf(query)));
    await sendList(request, reply, await seenHistory(this.sights, request, lines));
  }
}
