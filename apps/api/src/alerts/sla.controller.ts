import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type ReadContext, type SlaTwice, slaUnderCalendar } from '#libs/leads';
import { Permit } from '../auth/permit.decorator.js';
import { IdField, InstantField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { Question } from '../reads/question.js';

export class SlaQuery {
  @IdField({ description: 'the calendar that was corrected' })
  calendar!: string;

  @InstantField({ description: 'service times that began from then on' })
  from!: string;

  @InstantField({ description: 'and before then' })
  to!: string;
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
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({
    summary: 'Service times in two columns: as judged under the calendar then in force, and under its last version; the record stays',
  })
  async list(@Query() query: SlaQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new SlaUnderCalendar(query)));
  }
}
