import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { seenLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { AllReps, PortfolioOf, QueueOf } from './organisation.questions.js';

@ApiTags('organisation')
@Controller('v1/reps')
export class RepViewsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Everybody who works or worked here at an instant, also a future one, with their teams' })
  async reps(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllReps(clocksOf(query))));
  }

  @Get(':rep/portfolio')
  @Permit('ownership.read')
  @ApiOperation({ summary: 'The live leads that a rep owned at an instant' })
  async portfolio(
    @Param('rep') rep: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { cards } = await this.queries.execute(new PortfolioOf(rep, clocksOf(query)));
    const lines = cards.map(({ order: _order, heldSince, ...card }) => ({
      ...card,
      since: heldSince.value,
      sincePrecision: heldSince.precision,
    }));
    await sendList(request, reply, await seenLines(this.sights, request, lines, reply));
  }

  @Get(':rep/queue')
  @Permit('queue.read')
  @ApiOperation({ summary: 'Who a rep should turn to, in order, with the reason of each place' })
  async queue(
    @Param('rep') rep: string,
    @Query() query: ClocksQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { rows } = await this.queries.execute(new QueueOf(rep, clocksOf(query)));
    await sendList(request, reply, await seenLines(this.sights, request, rows, reply));
  }
}
