import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CaptureAnswer, type CaptureInquiry, type CommandEnvelope, type LeadCommands } from '#libs/leads';
import { LEAD_COMMANDS } from '../leads/lead.commands.js';

export class Capture extends Command<CaptureAnswer> {
  constructor(
    readonly inquiry: CaptureInquiry,
    readonly envelope: CommandEnvelope,
  ) {
    super();
  }
}

@CommandHandler(Capture)
export class CaptureHandler implements ICommandHandler<Capture> {
  constructor(@Inject(LEAD_COMMANDS) private readonly commands: LeadCommands) {}

  execute({ inquiry, envelope }: Capture): Promise<CaptureAnswer> {
    return this.commands.capture(inquiry, envelope);
  }
}
