import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf, KnownQuery } from '../reads/clocks.dto.js';
import { AbsencesOf, AvailabilityOf, OnCallOf, RosterOf } from './people.questions.js';

/** Who is there when, on two clocks; `at` may be in the future. */
@ApiTags('people in time')
@Controller('v1')
@Permit('organisation.read')
export class PeopleViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('reps/:rep/availability')
  @ApiOperation({ summary: 'Whether a rep can be given work at an instant, also a future one, why, and until when' })
  availability(@Param('rep') rep: string, @Query() query: ClocksQuery): Promise<object> {
    return this.queries.execute(new AvailabilityOf(rep, clocksOf(query)));
  }

  @Get('reps/:rep/absences')
  @ApiOperation({ summary: 'Every absence of a rep: past, present, announced, cancelled' })
  async absences(
    @Param('rep') rep: string,
    @Query() query: KnownQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AbsencesOf(rep, clocksOf(query))));
  }

  @Get('reps/:rep/on-call')
  @ApiOperation({ summary: 'Every shift a rep is or was on call' })
  async onCall(
    @Param('rep') rep: string,
    @Query() query: KnownQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new OnCallOf(rep, clocksOf(query))));
  }

  @Get('teams/:team/roster')
  @ApiOperation({ summary: 'Who is in a team at an instant, also a future one, and who of them can be given work then' })
  roster(@Param('team') team: string, @Query() query: ClocksQuery): Promise<object> {
    return this.queries.execute(new RosterOf(team, clocksOf(query)));
  }
}
