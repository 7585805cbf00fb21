import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrganisationAction, type OrganisationCommands, type OrganisationEnvelope } from '#libs/dispatch';
import { type Accepted, acceptedOf } from '../http/accepted.js';

export const ORGANISATION_COMMANDS = Symbol('organisation commands');

/** Any action on reps, teams and pools; which one says `action.do`. */
export class ChangeOrganisation extends Command<Accepted> {
  constructor(
    readonly action: OrganisationAction,
    readonly envelope: OrganisationEnvelope,
  ) {
    super();
  }
}

@CommandHandler(ChangeOrganisation)
export class ChangeOrganisationHandler implements ICommandHandler<ChangeOrganisation> {
  constructor(@Inject(ORGANISATION_COMMANDS) private readonly commands: OrganisationCommands) {}

  async execute({ action, envelope }: ChangeOrganisation): Promise<Accepted> {
    return acceptedOf(await this.commands.execute(action, envelope));
  }
}
