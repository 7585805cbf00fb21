import { Body, Controller, HttpCode, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type DocumentProblem } from '#libs/expressions';
import { type PublishedVocabulary, type VocabularyEdit } from '#libs/governance';
import { Permit } from '../auth/permit.decorator.js';
import { acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { VOCABULARIES, type VocabulariesService } from './vocabularies.service.js';
import { AddAliasesBody, PublishVocabularyBody, RetireValueBody, VocabularyDocumentBody } from './vocabulary.dto.js';

/** The values that a field may have: documents in versions. A value is retired, never taken away. */
@ApiTags('vocabularies')
@Controller('v1/vocabularies')
@Permit('vocabulary.manage')
@UseInterceptors(EtagInterceptor)
export class VocabulariesController {
  constructor(@Inject(VOCABULARIES) private readonly service: VocabulariesService) {}

  @Post()
  @ApiOperation({ summary: 'Publishes the next version; the same document again is no new version' })
  async publish(@Body() { document, ...told }: PublishVocabularyBody, @Sent() sent: SentCommand): Promise<object> {
    return accepted(await this.service.commands.publish({ document, ...toldOf(told) }, envelopeOf(sent)));
  }

  @Post('check')
  @HttpCode(200)
  @Permit('vocabulary.read')
  @ApiOperation({ summary: 'Every problem of a document with line and column; publishes nothing' })
  check(@Body() { document }: VocabularyDocumentBody): { readonly name: string | null; readonly problems: readonly DocumentProblem[] } {
    return this.service.commands.check(document);
  }

  @Post(':name/retire')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publishes the next version with the last day of a value; what was recorded with it keeps its meaning' })
  retire(@Param('name') name: string, @Body() { code, to, ...told }: RetireValueBody, @Sent() sent: SentCommand): Promise<object> {
    return this.edit(name, { do: 'retire-value', code, to }, told, sent);
  }

  @Post(':name/aliases')
  @HttpCode(200)
  @ApiOperation({ summary: 'Publishes the next version with further writings of a value' })
  aliases(@Param('name') name: string, @Body() { code, aliases, ...told }: AddAliasesBody, @Sent() sent: SentCommand): Promise<object> {
    return this.edit(name, { do: 'add-aliases', code, aliases }, told, sent);
  }

  private async edit(name: string, edit: VocabularyEdit, told: Told, sent: SentCommand): Promise<object> {
    return accepted(await this.service.commands.edit(name, { edit, ...toldOf(told) }, envelopeOf(sent)));
  }
}

type Told = Pick<PublishVocabularyBody, 'reason' | 'effectiveFrom'>;
const toldOf = ({ reason = '', effectiveFrom }: Told) => ({ reason, ...(effectiveFrom != null && { effectiveFrom }) });

const envelopeOf = ({ principal, ...sent }: SentCommand) => ({ ...sent, actor: principal.actor });

const accepted = ({ answer, ...published }: PublishedVocabulary) => ({
  ...published,
  changed: answer.events.length > 0 && !answer.repeated,
  ...acceptedOf(answer),
});
