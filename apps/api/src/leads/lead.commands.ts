import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Inject } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type CommandEnvelope, type LeadAction, type LeadCommands, resolveLeadRef } from '#libs/leads';
import { conflict, isUuid } from '#libs/platform';
import { ACCESS, type AccessService } from '../access/access.service.js';
import { READS, type Reads } from '../reads/question.js';
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
  constructor(
    @Inject(LEAD_COMMANDS) private readonly commands: LeadCommands,
    @Inject(READS) private readonly reads: Reads,
    @Inject(ACCESS) private readonly access: AccessService,
  ) {}

  async execute({ leadRef, action, envelope }: ActOnLead): Promise<LeadAccepted> {
    const answer = await this.commands.execute(await this.leadIdOf(leadRef), action, await this.withRights(action, envelope));
    return { leadId: answer.leadId, ...acceptedOf(answer) };
  }

  /** A rep may have been given the right to pass on leads of others: asked for where it matters. */
  private async withRights(action: ActOnLead['action'], envelope: CommandEnvelope): Promise<CommandEnvelope> {
    const { bound, actor } = envelope;
    if (!bound || (action.do !== 'transfer-lead' && action.do !== 'move-lead')) return envelope;
    return { ...envelope, bound: { ...bound, redistributes: await this.access.mayDo({ role: 'rep', actor }, 'lead.redistribute') } };
  }

  /** An id is taken as it is; `source:external-id` is looked up in the read models. */
  private async leadIdOf(leadRef: string): Promise<string> {
    if (isUuid(leadRef)) return leadRef.toLowerCase();
    const { pool, contacts } = this.reads();
    const { leads } = await resolveLeadRef(pool, leadRef, contacts);
    const [lead] = leads;
    if (lead !== undefined && leads.length === 1) return lead;
    throw conflict('LEAD.AMBIGUOUS', `“${leadRef}” names ${leads.length} leads; name one by its id`, { leads });
  }
}
