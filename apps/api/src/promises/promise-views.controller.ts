import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { notedLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { principalOf } from '../auth/principal.js';
import { sendList } from '../http/ndjson.js';
import { given } from '../http/given.js';
import { repOf } from '../leads/envelope.js';
import { clocksOf } from '../reads/clocks.dto.js';
import { UnplannedLeads } from './promise.questions.js';
import { UnplannedQuery } from './promises.dto.js';

@ApiTags('leads')
@Controller('v1/unplanned-leads')
@Permit('queue.read')
export class PromiseViewsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Leads that were open at an instant and followed up on, without next action, disposition or waiting; a rep sees its own',
  })
  async list(@Query() query: UnplannedQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const principal = principalOf(request);
    const { owner, team } = query;
    const of = { ...given({ owner, team }), ...(principal.role === 'rep' && { owner: repOf(principal) }) };
    const leads = await this.queries.execute(new UnplannedLeads(of, clocksOf(query)));
    await sendList(request, reply, await notedLines(this.sights, request, leads));
  }
}
