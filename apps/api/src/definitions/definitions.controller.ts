import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { positionToken } from '#libs/event-store';
import { type CheckedDefinition } from '#libs/reporting';
import { Permit } from '../auth/permit.decorator.js';
import { LooseTextField, TextField } from '../http/fields.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { REPORTING, type ReportingService } from '../reports/reporting.service.js';

const MAX_DOCUMENT = 200_000;

class DocumentBody {
  @TextField({ max: MAX_DOCUMENT, description: 'the YAML document' })
  document!: string;
}

class PublishBody extends DocumentBody {
  @LooseTextField({ max: 1_000, description: 'why it changes; needed' })
  reason?: string;
}

/** What the words in a report mean: documents in versions. */
@ApiTags('definitions')
@Controller('v1/definitions')
export class DefinitionsController {
  constructor(@Inject(REPORTING) private readonly service: ReportingService) {}

  @Post()
  @Permit('definition.publish')
  @ApiOperation({ summary: 'Publishes the next version; the versions before it stay as they are' })
  async publish(@Body() body: PublishBody, @Sent() sent: SentCommand): Promise<object> {
    const command = { document: body.document, reason: body.reason ?? '' };
    const envelope = this.service.envelope(sent, ['publish-definition', command]);
    const { storePosition, ...published } = await this.service.reporting.publishDefinition(command, envelope);
    return { ...published, token: storePosition && positionToken(storePosition) };
  }

  @Post('check')
  @HttpCode(200)
  @Permit('definition.read')
  @ApiOperation({ summary: 'Every problem of a document with line and column; publishes nothing' })
  check(@Body() body: DocumentBody): CheckedDefinition {
    return this.service.reporting.checkDefinition(body.document);
  }

  @Get()
  @Permit('definition.read')
  @ApiOperation({ summary: 'All versions of all definitions' })
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.service.reporting.listDefinitions());
  }

  @Get(':reference')
  @Permit('definition.read')
  @ApiOperation({ summary: 'One definition as it was published: name (the last version) or name@version' })
  show(@Param('reference') reference: string): Promise<object> {
    return this.service.reporting.showDefinition(reference);
  }
}
