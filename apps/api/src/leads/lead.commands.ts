import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type CommandEnvelope, type LeadAction, type LeadCommands } from '#libs/leads';
import { Accepted, acceptedOf } from '../http/accepted.js';

/** The answer to a command on a lead. */
export class LeadAccepted extends Accepted {
  @ApiProperty({ format: 'uuid' })
  leadId!: string;
}

export const LEAD_COMMANDS = Symbol('lead commands');

/** Any action on a lead that exists; which one says `action.do`. */
export class ActOnLead extends Command<LeadAccepted> {
  constructor(
    readonly leadRef: string,
    readonly action: Exclude<LeadAction, { do: 'capture-inquiry' }>,
    readonly envelope: CommandEnvelope,
  ) {
    super();
  }
}

@CommandHandler(ActOnLead)
export class ActOnLeadHandler implements ICommandHandler<ActOnLead> {
  constructor(@Inject(LEAD_COMMANDS) private readonly commands: LeadCommands) {}

  async execute({ leadRef, action, envelope }: ActOnLead): Promise<LeadAccepted> {
    const answer = await this.commands.execute(leadRef, action, envelope);
    return { leadId: answer.leadId, ...acceptedOf(answer) };
  }
}
