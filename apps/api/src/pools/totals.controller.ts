import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { holdingsAt } from '#libs/leads';
import { Permit } from '../auth/permit.decorator.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { READS, type Reads } from '../reads/question.js';

/** How many, of everyone: also of leads that the one who asks may not see. */
@ApiTags('organisation')
@Controller('v1/totals')
@Permit('organisation.read')
export class TotalsController {
  constructor(@Inject(READS) private readonly reads: Reads) {}

  @Get()
  @ApiOperation({ summary: 'Live leads by holder and team: the sum of all queues and pools at the same moment' })
  totals(@Query() query: ClocksQuery): ReturnType<typeof holdingsAt> {
    return holdingsAt(this.reads(), clocksOf(query));
  }
}
