import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type PersonAction, type PersonCommands, type PersonEnvelope } from '#libs/leads';
import { type Accepted, acceptedOf } from '../http/accepted.js';

export const PERSON_COMMANDS = Symbol('person commands');

/** Any action on a person; which one says `action.do`. */
export class ActOnPerson extends Command<Accepted> {
  constructor(
    readonly action: PersonAction,
    readonly envelope: PersonEnvelope,
  ) {
    super();
  }
}

@CommandHandler(ActOnPerson)
export class ActOnPersonHandler implements ICommandHandler<ActOnPerson> {
  constructor(@Inject(PERSON_COMMANDS) private readonly commands: PersonCommands) {}

  async execute({ action, envelope }: ActOnPerson): Promise<Accepted> {
    return acceptedOf(await this.commands.execute(action, envelope));
  }
}
