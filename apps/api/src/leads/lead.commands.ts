import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { type CommandEnvelope, type LeadAction, type LeadAnswer, type LeadCommands } from '#libs/leads';

export const LEAD_COMMANDS = Symbol('lead commands');

/** Any action on a lead that exists; which one says `action.do`. */
export class ActOnLead extends Command<LeadAnswer> {
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

  execute({ leadRef, action, envelope }: ActOnLead): Promise<LeadAnswer> {
    return this.commands.execute(leadRef, action, envelope);
  }
}
