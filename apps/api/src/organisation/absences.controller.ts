import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { assertMayTellOf } from '#libs/access';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given, told } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from './organisation.envelope.js';
import { ChangeOrganisation } from './organisation.command.js';
import { AbsenceAccepted, AbsenceBody, AbsenceChangeBody, CancelBody } from './people.dto.js';

/** When people are away, and who handles their work meanwhile. Who may not manage the organisation tells of themselves only. */
@ApiTags('people in time')
@Controller('v1/reps/:rep/absences')
@Permit('absence.announce')
@UseInterceptors(EtagInterceptor)
export class AbsencesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiOperation({ summary: 'A rep will be, or is, away; what falls due meanwhile stands in the queue of the cover' })
  async announce(@Param('rep') rep: string, @Body() body: AbsenceBody, @Sent() sent: SentCommand): Promise<AbsenceAccepted> {
    assertMayTellOf(sent.principal, rep);
    const { absenceId = sent.commandId, ...absence } = told(body);
    const action = { do: 'announce-absence' as const, rep, absenceId, ...absence };
    return { absenceId, ...(await this.commands.execute(new ChangeOrganisation(action, organisationEnvelope(sent)))) };
  }

  @Post(':absence')
  @HttpCode(200)
  @ApiOperation({ summary: 'The absence is, or was, otherwise; what was known before can still be asked' })
  change(
    @Param('rep') rep: string,
    @Param('absence') absenceId: string,
    @Body() body: AbsenceChangeBody,
    @Sent() sent: SentCommand,
  ): Promise<Accepted> {
    assertMayTellOf(sent.principal, rep);
    const action = { do: 'change-absence' as const, rep, absenceId, ...told(body) };
    return this.commands.execute(new ChangeOrganisation(action, organisationEnvelope(sent)));
  }

  @Post(':absence/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'The absence does not take place' })
  cancel(
    @Param('rep') rep: string,
    @Param('absence') absenceId: string,
    @Body() body: CancelBody,
    @Sent() sent: SentCommand,
  ): Promise<Accepted> {
    assertMayTellOf(sent.principal, rep);
    const action = { do: 'cancel-absence' as const, rep, absenceId, ...given(body) };
    return this.commands.execute(new ChangeOrganisation(action, organisationEnvelope(sent)));
  }
}
