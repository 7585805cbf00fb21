import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type CheckedDefinition, type ShownDefinition } from '#libs/reporting';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { onRecordBy } from '../reads/known-by.js';
import { READS, type Reads } from '../reads/question.js';
import { REPORTING, type ReportingService } from '../reports/reporting.service.js';
import { changedAnswer, DocumentBody, DraftBody, PublishBody, PublishVersionBody, ReasonBody } from './definition.dto.js';

/** What the words in a report mean: documents in versions, drafted, put to test, published, retired. */
@ApiTags('definitions')
@Controller('v1/definitions')
@Permit('definition.publish')
export class DefinitionsController {
  constructor(
    @Inject(REPORTING) private readonly service: ReportingService,
    @Inject(READS) private readonly reads: Reads,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Publishes the next version (or the draft of this document); the versions before it stay as they are' })
  async publish(@Body() body: PublishBody, @Sent() sent: SentCommand): Promise<object> {
    const command = { document: body.document, reason: body.reason ?? '', effectiveFrom: body.effectiveFrom ?? null };
    const envelope = this.service.envelope(sent, ['publish-definition', command]);
    return changedAnswer(await this.service.reporting.definitions.publish(command, envelope));
  }

  @Post('drafts')
  @ApiOperation({ summary: 'Records the next version as a draft: it can be run by its number, and is no figure' })
  async draft(@Body() body: DraftBody, @Sent() sent: SentCommand): Promise<object> {
    const command = { document: body.document, reason: body.reason ?? '' };
    const envelope = this.service.envelope(sent, ['draft-definition', command]);
    return changedAnswer(await this.service.reporting.definitions.draft(command, envelope));
  }

  @Post('check')
  @HttpCode(200)
  @Permit('definition.read')
  @ApiOperation({ summary: 'Every problem of a document with line and column; publishes nothing' })
  check(@Body() body: DocumentBody): Promise<CheckedDefinition> {
    return this.service.reporting.definitions.check(body.document);
  }

  @Post(':reference/test')
  @ApiOperation({ summary: 'Puts a draft (name@version) to test: everything it gives is marked as a test' })
  async putToTest(@Param('reference') reference: string, @Body() body: ReasonBody, @Sent() sent: SentCommand): Promise<object> {
    const command = { reference, reason: body.reason ?? '' };
    const envelope = this.service.envelope(sent, ['put-definition-to-test', command]);
    return changedAnswer(await this.service.reporting.definitions.putToTest(command, envelope));
  }

  @Post(':reference/publish')
  @ApiOperation({ summary: 'Publishes a version (name@version) that was drafted' })
  async publishVersion(
    @Param('reference') reference: string,
    @Body() body: PublishVersionBody,
    @Sent() sent: SentCommand,
  ): Promise<object> {
    const command = { reference, reason: body.reason ?? '', effectiveFrom: body.effectiveFrom ?? null };
    const envelope = this.service.envelope(sent, ['publish-version', command]);
    return changedAnswer(await this.service.reporting.definitions.publish(command, envelope));
  }

  @Post(':reference/retire')
  @ApiOperation({ summary: 'Takes a version (name@version) out of force; whoever names it still gets the same numbers' })
  async retire(@Param('reference') reference: string, @Body() body: ReasonBody, @Sent() sent: SentCommand): Promise<object> {
    const command = { reference, reason: body.reason ?? '' };
    const envelope = this.service.envelope(sent, ['retire-definition', command]);
    return changedAnswer(await this.service.reporting.definitions.retire(command, envelope));
  }

  @Get()
  @Permit('definition.read')
  @ApiOperation({ summary: 'All versions of all definitions with their states at an instant, as known now or then' })
  async list(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = await onRecordBy(this.reads(), clocksOf(query));
    await sendList(request, reply, await this.service.reporting.definitions.list(asked));
  }

  @Get(':reference')
  @Permit('definition.read')
  @ApiOperation({
    summary: 'One definition with its life, what it uses and what uses it: name (the version in force at an instant) or name@version',
  })
  async show(@Param('reference') reference: string, @Query() query: ClocksQuery): Promise<ShownDefinition> {
    return this.service.reporting.definitions.show(reference, await onRecordBy(this.reads(), clocksOf(query)));
  }
}
