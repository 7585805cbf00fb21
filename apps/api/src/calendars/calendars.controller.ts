import { Body, Controller, HttpCode, Inject, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type CalendarCommands } from '#libs/dispatch';
import { type DocumentProblem } from '#libs/expressions';
import { Permit } from '../auth/permit.decorator.js';
import { acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from '../organisation/organisation.envelope.js';
import { CalendarDocumentBody, PublishCalendarBody, PublishedCalendar } from './calendar.dto.js';

export const CALENDARS = Symbol('calendars');

/** When people work: documents in versions, holidays written out. */
@ApiTags('calendars')
@Controller('v1/calendars')
@UseInterceptors(EtagInterceptor)
export class CalendarsController {
  constructor(@Inject(CALENDARS) private readonly calendars: CalendarCommands) {}

  @Post()
  @Permit('calendar.manage')
  @ApiOperation({ summary: 'Publishes the next version of a calendar; the versions before it stay as they are' })
  async publish(@Body() { document, feeds = {}, reason = '' }: PublishCalendarBody, @Sent() sent: SentCommand): Promise<PublishedCalendar> {
    const { calendar, version, days, answer } = await this.calendars.publish({ document, feeds, reason }, organisationEnvelope(sent));
    return { calendar, version, days, ...acceptedOf(answer) };
  }

  @Post('check')
  @HttpCode(200)
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Every problem of a document with line and column, and the days it would write out; publishes nothing' })
  async check(
    @Body() { document, feeds = {} }: CalendarDocumentBody,
  ): Promise<{ problems: readonly DocumentProblem[]; days: readonly object[] }> {
    const { planned, problems } = await this.calendars.check(document, feeds);
    return { problems, days: planned?.writtenOut.exceptions ?? [] };
  }
}
