import { type OrganisationEnvelope } from '#libs/dispatch';
import { type SentCommand } from '../http/sent.js';

export const organisationEnvelope = ({ principal, ...sent }: SentCommand): OrganisationEnvelope => ({ ...sent, actor: principal.actor });
