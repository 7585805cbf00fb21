import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type PersonAction, type PersonAnswer, type PersonEnvelope } from '#libs/leads';
import { notedLines, seenPerson, type Sights, SIGHTS } from '../access/sights.js';
import { Permit } from '../auth/permit.decorator.js';
import { type Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { sendList } from '../http/ndjson.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { ClocksQuery, clocksOf } from '../reads/clocks.dto.js';
import { ActOnPerson } from './people.command.js';
import { MergeBody, RulingBody, UnmergeBody } from './people.dto.js';
import { AllCollisions, PersonOf } from './people.questions.js';

@ApiTags('people')
@Controller('v1')
export class PeopleController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(SIGHTS) private readonly sights: Sights,
  ) {}

  @Get('people/:person')
  @Permit('ownership.read')
  @ApiOperation({ summary: 'A person: whom it is taken for, who is taken for it, and who has its leads' })
  async person(@Param('person') person: string, @Query() query: ClocksQuery, @Req() request: FastifyRequest): Promise<PersonAnswer> {
    return seenPerson(this.sights, request, await this.queries.execute(new PersonOf(person, clocksOf(query))));
  }

  @Get('collisions')
  @Permit('person.merge')
  @ApiOperation({ summary: 'People whose open leads different reps owned at an instant: each waits for a ruling' })
  async collisions(@Query() query: ClocksQuery, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const collisions = await this.queries.execute(new AllCollisions(clocksOf(query)));
    await notedLines(
      this.sights,
      request,
      collisions.flatMap(({ leads }) => leads),
    );
    await sendList(request, reply, collisions);
  }

  @Post('people/:person/merge')
  @Permit('person.merge')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Take a person for another one; nothing is moved, so it can be taken back' })
  merge(@Param('person') person: string, @Body() { into, reason }: MergeBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.act({ do: 'merge-people', person, into, reason }, sent);
  }

  @Post('people/:person/unmerge')
  @Permit('person.merge')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Take a merge back: two people again, each with its own history' })
  unmerge(@Param('person') person: string, @Body() { reason }: UnmergeBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.act({ do: 'unmerge-people', person, reason }, sent);
  }

  @Post('people/:person/ruling')
  @Permit('person.merge')
  @UseInterceptors(EtagInterceptor)
  @ApiOperation({ summary: 'Say whose customer it is: every open lead of the person is transferred to that rep' })
  rule(@Param('person') person: string, @Body() { owner, reason }: RulingBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.act({ do: 'rule-collision', person, owner, reason }, sent);
  }

  private act(action: PersonAction, { principal, ...sent }: SentCommand): Promise<Accepted> {
    const envelope: PersonEnvelope = { ...sent, actor: principal.actor };
    return this.commands.execute(new ActOnPerson(action, envelope));
  }
}
