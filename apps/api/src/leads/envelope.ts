import { permits, type Principal } from '#libs/access';
import { type CommandEnvelope, type LeadRight } from '#libs/leads';
import { occurredAtOf } from '../http/occurred-at.field.js';
import { type SentCommand } from '../http/sent.js';
import { type CommandBody } from './lead-bodies.dto.js';

/** Who, when, and under which id: the headers and the token on one side, the body's clocks on the other. */
export function envelopeOf(sent: SentCommand, body: CommandBody, organisationZone: string): CommandEnvelope {
  const { principal, commandId, expectedRevision, correlationId } = sent;
  const occurredAt = body.occurredAt == null ? null : occurredAtOf(body.occurredAt, organisationZone);
  return {
    commandId,
    actor: principal.actor,
    actingRep: principal.role === 'rep' ? repOf(principal) : principal.repId,
    rights: rightsOf(principal),
    ...(principal.role === 'rep' && { bound: { rep: repOf(principal), redistributes: false } }),
    ...(occurredAt && { occurredAt }),
    ...(body.issuedAt != null && { issuedAt: body.issuedAt }),
    ...(expectedRevision !== undefined && { expectedRevision }),
    ...(correlationId !== undefined && { correlationId }),
  };
}

/** The rep whom a person of that role is: as the token says, else under its own name, as in a claim. */
export const repOf = ({ repId, actor }: Principal): string => repId ?? actor.id;

/** Who may redistribute leads may do so with those of others. */
const REDISTRIBUTION: readonly LeadRight[] = ['release-leads-of-others', 'claim-for-others', 'overrule-limits'];
const rightsOf = (principal: Principal): readonly LeadRight[] => (permits(principal.role, 'lead.assign') ? REDISTRIBUTION : []);
