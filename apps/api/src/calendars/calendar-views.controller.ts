import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type CalendarAnswer } from '#libs/dispatch';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { DueQuery, WorkingTimeQuery } from './calendar.dto.js';
import { AllCalendars, CalendarAt, DueAfter, WorkingTimeBetween } from './calendar.questions.js';

@ApiTags('calendars')
@Controller('v1/calendars')
@Permit('organisation.read')
export class CalendarViewsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Every calendar with the last version that was published by an instant' })
  async list(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllCalendars(clocksOf(query))));
  }

  @Get(':calendar')
  @ApiOperation({ summary: 'The version in force at an instant, also a future one, as known when' })
  show(@Param('calendar') calendar: string, @Query() query: ClocksQuery): Promise<CalendarAnswer> {
    return this.queries.execute(new CalendarAt(calendar, clocksOf(query)));
  }

  @Get(':calendar/working-time')
  @ApiOperation({ summary: 'Elapsed working seconds between two instants, each version in its time' })
  between(@Param('calendar') calendar: string, @Query() query: WorkingTimeQuery): Promise<object> {
    return this.queries.execute(new WorkingTimeBetween(calendar, query.from, query.to, clocksOf(query)));
  }

  @Get(':calendar/due')
  @ApiOperation({ summary: 'When so many working seconds have passed since an instant; null where the calendar has not that many left' })
  due(@Param('calendar') calendar: string, @Query() query: DueQuery): Promise<object> {
    return this.queries.execute(new DueAfter(calendar, query.from, query.seconds, clocksOf(query)));
  }
}
