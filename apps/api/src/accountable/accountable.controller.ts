import { Body, Controller, Get, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type AccountableAnswer } from '#libs/governance';
import { Permit } from '../auth/permit.decorator.js';
import { type Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { NameAccountablePerson } from './accountable.command.js';
import { AccountableBody } from './accountable.dto.js';
import { AccountableFor, AllAccountable } from './accountable.questions.js';

@ApiTags('organisation')
@Controller('v1/accountable')
export class AccountableController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who answered for each domain of data at an instant' })
  async all(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendList(request, reply, await this.queries.execute(new AllAccountable(clocksOf(query))));
  }

  @Get(':domain')
  @Permit('organisation.read')
  @ApiOperation({ summary: 'Who answered for one domain; where nobody was named for it, the person of the pipeline' })
  one(@Param('domain') domain: string, @Query() query: ClocksQuery): Promise<AccountableAnswer> {
    return this.queries.execute(new AccountableFor(domain, clocksOf(query)));
  }

  @Post(':domain')
  @Permit('organisation.manage')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Name the one person who answers for a domain from now on; pipeline is the integrity of the whole' })
  name(@Param('domain') domain: string, @Body() { person, reason }: AccountableBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.commands.execute(new NameAccountablePerson({ do: 'name-accountable', domain, person, reason }, sent));
  }
}
