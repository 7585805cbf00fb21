import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type AccountableCommands, type NameAccountable } from '#libs/governance';
import { type Accepted, acceptedOf } from '../http/accepted.js';
import { type SentCommand } from '../http/sent.js';

export const ACCOUNTABLE_COMMANDS = Symbol('accountable commands');

export class NameAccountablePerson extends Command<Accepted> {
  constructor(
    readonly action: NameAccountable,
    readonly sent: SentCommand,
  ) {
    super();
  }
}

@CommandHandler(NameAccountablePerson)
export class NameAccountablePersonHandler implements ICommandHandler<NameAccountablePerson> {
  constructor(@Inject(ACCOUNTABLE_COMMANDS) private readonly commands: AccountableCommands) {}

  async execute({ action, sent: { principal, ...sent } }: NameAccountablePerson): Promise<Accepted> {
    return acceptedOf(await this.commands.name(action, { ...sent, actor: principal.actor }));
  }
}
