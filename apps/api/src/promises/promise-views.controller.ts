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
  @ApiOperation({ summary: 'Open leads that were followed up on and have no next action, disposition or waiting; a rep sees its own' })
  async list(@Query() query: UnplannedQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const principal = principalOf(request);
    const of = principal.role === 'rep' ? { ...given(query), owner: repOf(principal) } : given(query);
    await sendList(request, reply, await notedLines(this.sights, request, await this.queries.execute(new UnplannedLeads(of))));
  }
}
