import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import {
  type BreachQuery,
  type ClockQuery,
  type ReadContext,
  type SlaBreach,
  slaBreaches,
  type SlaTwice,
  slaUnderCalendar,
} from '#libs/leads';
import { notedLines, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { given } from '../http/given.js';
import { IdField, InstantField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { clocksOf, KnownQuery } from '../reads/clocks.dto.js';
import { Question } from '../reads/question.js';

export class SlaQuery {
  @IdField({ description: 'the calendar that was corrected' })
  calendar!: string;

  @InstantField({ description: 'service times that began from then on' })
  from!: string;

  @InstantField({ description: 'and before then' })
  to!: string;
}

export class BreachesQuery extends KnownQuery {
  @InstantField({ description: 'breaches that were due from then on' })
  from!: string;

  @InstantField({ description: 'and before then' })
  to!: string;

  @IdField({ optional: true, description: 'only of this lead' })
  lead?: string;

  @IdField({ optional: true, description: 'only where this rep had the lead when it was due, on record or as known' })
  owner?: string;

  @IdField({ optional: true, description: 'only of this team' })
  team?: string;
}

/** Service times that nobody kept. */
export class SlaBreaches extends Question<readonly SlaBreach[]> {
  constructor(
    readonly asked: BreachQuery,
    readonly clocks: ClockQuery,
  ) {
    super();
  }

  answer(context: ReadContext): Promise<readonly SlaBreach[]> {
    return slaBreaches(context, this.asked, this.clocks);
  }
}

/** Service times judged twice. */
export class SlaUnderCalendar extends Question<readonly SlaTwice[]> {
  constructor(readonly asked: SlaQuery) {
    super();
  }

  answer({ pool, now }: ReadContext): Promise<readonly SlaTwice[]> {
    return slaUnderCalendar(pool, this.asked.calendar, this.asked, now);
  }
}

@ApiTags('policies')
@Controller('v1/service-times')
@Permit('report.run')
export class SlaController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('breaches')
  @ApiOperation({
    summary:
      'Who dropped the ball: for each breach the owner when it was due, the clock, earlier owners, pauses, and who answered in the end',
  })
  async breaches(@Query() query: BreachesQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const breaches = await this.queries.execute(new SlaBreaches(given(query), clocksOf(query)));
    await sendList(request, reply, await notedLines(this.sights, request, breaches));
  }

  @Get()
  @ApiOperation({
    summary: 'Service times in two columns: as judged under the calendar then in force, and under its last version; the record stays',
  })
  async list(@Query() query: SlaQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await notedLines(this.sights, request, await this.queries.execute(new SlaUnderCalendar(query))));
  }
}
