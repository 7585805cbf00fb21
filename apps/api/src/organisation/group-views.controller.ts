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
  @ApiOperation({ summary: 'Every team' })
  async teams(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllTeams()));
  }

  @Get('pools')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Every pool, intake among them' })
  async pools(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllPools()));
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
