import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { nearestName } from '#libs/expressions';
import { readVocabularies, type VocabularyLibrary } from '#libs/governance';
import { asOf } from '#libs/leads';
import { notFound, systemClock } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { sendList } from '../http/ndjson.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { VOCABULARIES, type VocabulariesService } from './vocabularies.service.js';
import { vocabularyDetail, vocabularyLines } from './vocabulary-lines.js';

/** Which values a field may have and had, as known now or then. */
@ApiTags('vocabularies')
@Controller('v1/vocabularies')
@Permit('vocabulary.read')
export class VocabularyViewsController {
  constructor(@Inject(VOCABULARIES) private readonly service: VocabulariesService) {}

  @Get()
  @ApiOperation({ summary: 'All versions of all vocabularies, and which of them entries are checked by at an instant' })
  async list(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { at, library } = await this.libraryAsOf(query);
    await sendList(request, reply, vocabularyLines(library, at));
  }

  @Get(':reference')
  @ApiOperation({ summary: 'A version with its document and its values: name (the version in force at an instant) or name@version' })
  async show(@Param('reference') reference: string, @Query() query: ClocksQuery): Promise<object> {
    const { at, library } = await this.libraryAsOf(query);
    const [name = '', said] = reference.split('@');
    const versions = library.versionsOf(name);
    if (versions.length === 0) {
      const nearest = nearestName(name, library.names);
      const hint = nearest ? `; did you mean ${nearest}?` : `; there are: ${library.names.join(', ') || 'none'}`;
      throw notFound('VOCABULARY.NOT_FOUND', `There is no vocabulary ${name}${hint}`);
    }
    const wanted = said === undefined ? (library.inForce(at)(name) ?? versions.at(-1)!.version) : Number(said);
    const vocabulary = library.find(name, wanted);
    if (vocabulary) return vocabularyDetail(library, vocabulary, at);
    throw notFound('VOCABULARY.NOT_FOUND', `${name} has no version ${said}; it has ${versions.map(({ version }) => version).join(', ')}`);
  }

  private async libraryAsOf(query: ClocksQuery): Promise<{ at: string; library: VocabularyLibrary }> {
    const { pool } = this.service;
    const { atMs, knownAt, position } = await asOf(pool, clocksOf(query), systemClock.now());
    return { at: new Date(atMs).toISOString(), library: await readVocabularies(pool, { knownAt, position }) };
  }
}
