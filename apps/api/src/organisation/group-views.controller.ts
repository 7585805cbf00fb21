import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { seenLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { AllPools, AllTeams, LeadsInPool } from './organisation.questions.js';

@ApiTags('organisation')
@Controller('v1')
export class GroupViewsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('teams')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Every team at an instant, also a future one, with how many are in it' })
  async teams(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllTeams(clocksOf(query))));
  }

  @Get('pools')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Every pool at an instant, intake among them' })
  async pools(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllPools(clocksOf(query))));
  }

  @Get('pools/:pool/leads')
  @Permit('queue.read')
  @ApiOperation({ summary: 'The leads that wait in a pool, the longest waiting first' })
  async leads(
    @Param('pool') pool: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { rows } = await this.queries.execute(new LeadsInPool(pool, clocksOf(query)));
    await sendList(request, reply, await seenLines(this.sights, request, rows, reply));
  }
}
