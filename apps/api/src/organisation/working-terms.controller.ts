import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type OrganisationAction } from '#libs/dispatch';
import { Permit } from '../auth/permit.decorator.js';
import { Accepted } from '../http/accepted.js';
import { EtagInterceptor } from '../http/etag.interceptor.js';
import { given, told } from '../http/given.js';
import { Sent, type SentCommand } from '../http/sent.js';
import { organisationEnvelope } from './organisation.envelope.js';
import { ChangeOrganisation } from './organisation.command.js';
import {
  CalendarOfBody,
  CancelBody,
  CapacityBody,
  LeaveBody,
  ManagerBody,
  MembershipBody,
  OnCallBody,
  ShiftAccepted,
} from './people.dto.js';

/** By which calendar people work, how much they take, when they are on call, when they leave. */
@ApiTags('people in time')
@Controller('v1')
@Permit('organisation.manage')
@UseInterceptors(EtagInterceptor)
export class WorkingTermsController {
  constructor(private readonly commands: CommandBus) {}

  @Post('reps/:rep/calendar')
  @HttpCode(200)
  @ApiOperation({ summary: 'The calendar of a rep, from now on; null: that of the team' })
  setCalendar(@Param('rep') rep: string, @Body() body: CalendarOfBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'set-calendar', rep, calendar: body.calendar ?? null }, sent);
  }

  @Post('reps/:rep/capacity')
  @HttpCode(200)
  @ApiOperation({ summary: 'How much a rep may hold, and take in a day, from now on' })
  setCapacity(@Param('rep') rep: string, @Body() body: CapacityBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'set-capacity', rep, ...told(body) }, sent);
  }

  @Post('reps/:rep/on-call')
  @ApiOperation({ summary: 'A rep can be given work in this time also outside working time' })
  async setOnCall(@Param('rep') rep: string, @Body() body: OnCallBody, @Sent() sent: SentCommand): Promise<ShiftAccepted> {
    const { shiftId = sent.commandId, ...shift } = told(body);
    return { shiftId, ...(await this.send({ do: 'set-on-call', rep, shiftId, ...shift }, sent)) };
  }

  @Post('reps/:rep/on-call/:shift/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'The shift does not take place' })
  cancelOnCall(
    @Param('rep') rep: string,
    @Param('shift') shiftId: string,
    @Body() body: CancelBody,
    @Sent() sent: SentCommand,
  ): Promise<Accepted> {
    return this.send({ do: 'cancel-on-call', rep, shiftId, ...given(body) }, sent);
  }

  @Post('reps/:rep/leave')
  @HttpCode(200)
  @ApiOperation({ summary: 'The last day of a rep is known; announced again, it moves' })
  announceLeave(@Param('rep') rep: string, @Body() body: LeaveBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'announce-leave', rep, lastDay: body.lastDay }, sent);
  }

  @Post('reps/:rep/leave/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'The rep stays' })
  withdrawLeave(@Param('rep') rep: string, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'withdraw-leave', rep }, sent);
  }

  @Post('reps/:rep/teams/:team')
  @HttpCode(200)
  @ApiOperation({ summary: 'Another role or weight in a team, from now on' })
  changeMembership(
    @Param('rep') rep: string,
    @Param('team') team: string,
    @Body() body: MembershipBody,
    @Sent() sent: SentCommand,
  ): Promise<Accepted> {
    return this.send({ do: 'change-membership', rep, team, ...told(body) }, sent);
  }

  @Post('teams/:team/calendar')
  @HttpCode(200)
  @ApiOperation({ summary: 'The calendar of a team, and of each member without one, from now on; null: none' })
  setTeamCalendar(@Param('team') team: string, @Body() body: CalendarOfBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'set-team-calendar', team, calendar: body.calendar ?? null }, sent);
  }

  @Post('teams/:team/manager')
  @HttpCode(200)
  @ApiOperation({ summary: 'Who leads a team, from now on; null: nobody' })
  nameManager(@Param('team') team: string, @Body() body: ManagerBody, @Sent() sent: SentCommand): Promise<Accepted> {
    return this.send({ do: 'name-manager', team, person: body.person ?? null }, sent);
  }

  private send(action: OrganisationAction, sent: SentCommand): Promise<Accepted> {
    return this.commands.execute(new ChangeOrganisation(action, organisationEnvelope(sent)));
  }
}
