import { Body, Controller, Inject, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type CaptureAnswer } from '#libs/leads';
import { Permit } from '../auth/permit.decorator.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { envelopeOf } from '../leads/envelope.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { Capture } from './capture.command.js';
import { CaptureBody } from './capture.dto.js';

@ApiTags('inquiries')
@Controller('v1/inquiries')
@UseInterceptors(EtagInterceptor)
export class InquiriesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Permit('lead.capture')
  @ApiOperation({ summary: 'The front door for forms, chats and ads: one incoming contact, kept whole; a repeat joins its open lead' })
  capture(@Body() body: CaptureBody, @Sent() sent: SentCommand): Promise<CaptureAnswer> {
    const { occurredAt: _occurredAt, issuedAt: _issuedAt, contact, ...fields } = given(body);
    return this.commands.execute(
      new Capture(
        { do: 'capture-inquiry', ...fields, ...(contact && { contact: given(contact) }) },
        envelopeOf(sent, body, this.settings.timeZone),
      ),
    );
  }
}
