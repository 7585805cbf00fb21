import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type DocumentProblem, nearestName } from '#libs/expressions';
import { type RatesVersion, readRates } from '#libs/governance';
import { notFound, systemClock } from '#libs/platform';
import { Permit } from '../auth/permit.decorator.js';
import { acceptedOf } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { onRecordBy } from '../reads/known-by.js';
import { PublishRatesBody, RatesDocumentBody } from './rates.dto.js';
import { RATES, type RatesService } from './rates.service.js';

/** What one unit of a currency is worth in another, day by day: documents in versions that reports convert money by. */
@ApiTags('rates')
@Controller('v1/rates')
@Permit('vocabulary.read')
@UseInterceptors(EtagInterceptor)
export class RatesController {
  constructor(@Inject(RATES) private readonly service: RatesService) {}

  @Post()
  @Permit('vocabulary.manage')
  @ApiOperation({ summary: 'Publishes the next version; the same document again is no new version' })
  async publish(@Body() { document, reason = '' }: PublishRatesBody, @Sent() { principal, ...sent }: SentCommand): Promise<object> {
    const { answer, ...published } = await this.service.commands.publish({ document, reason }, { ...sent, actor: principal.actor });
    return { ...published, changed: answer.events.length > 0 && !answer.repeated, ...acceptedOf(answer) };
  }

  @Post('check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Every problem of a document with line and column; publishes nothing' })
  check(@Body() { document }: RatesDocumentBody): { readonly name: string | null; readonly problems: readonly DocumentProblem[] } {
    return this.service.commands.check(document);
  }

  @Get()
  @ApiOperation({ summary: 'All versions of all rates, as known now or then' })
  async list(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, (await this.known(query)).map(lineOf));
  }

  @Get(':reference')
  @ApiOperation({ summary: 'A version with its document and every rate: name (the newest known) or name@version' })
  async show(@Param('reference') reference: string, @Query() query: ClocksQuery): Promise<object> {
    const [name, said] = reference.split('@');
    const all = await this.known(query);
    const versions = all.filter((each) => each.name === name);
    const found = said === undefined ? versions.at(-1) : versions.find(({ version }) => String(version) === said);
    if (found) return { ...lineOf(found), rates: found.rates, document: found.document };
    const names = [...new Set(all.map((each) => each.name))];
    const nearest = nearestName(name!, names);
    const hint =
      nearest && versions.length === 0
        ? `; did you mean ${nearest}?`
        : `; there are: ${all.map((each) => `${each.name}@${each.version}`).join(', ') || 'none'}`;
    throw notFound('RATES.NOT_FOUND', `There are no rates ${reference}${hint}`);
  }

  private async known(query: ClocksQuery): Promise<readonly RatesVersion[]> {
    const { pool } = this.service;
    return readRates(pool, await onRecordBy({ pool, now: systemClock.now() }, clocksOf(query)));
  }
}

const lineOf = ({ name, version, to, holdsDays, rates, reason, publishedAt, publishedBy, documentHash }: RatesVersion) => ({
  name,
  version,
  to,
  holdsDays,
  currencies: [...new Set(rates.map(({ currency }) => currency))],
  from: rates.reduce((first, { from }) => (from < first ? from : first), rates[0]!.from),
  until: rates.reduce((last, { from }) => (from > last ? from : last), rates[0]!.from),
  reason,
  publishedAt,
  publishedBy,
  documentHash,
});
