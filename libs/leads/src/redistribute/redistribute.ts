import { type Holder } from '#libs/contracts';
import { concurrently, derivedId, type Problem, ProblemError } from '#libs/platform';
import { type CommandEnvelope } from '../command-envelope.js';
import { type LeadCommands } from '../lead-commands.js';

export interface Redistribution {
  readonly leads: readonly string[];
  readonly to: Holder;
  readonly team?: string;
  readonly reason: string;
  readonly evenAtCapacity?: boolean;
}

/** What became of one lead. */
export type RedistributedLead =
  | { readonly lead: string; readonly moved: true; readonly revision: number; readonly token: string }
  | { readonly lead: string; readonly moved: false; readonly problem: Problem };

const IN_FLIGHT = 8;

/**
 * Hands many leads over, each by the command that hands over one: what one is refused for stops none of the others. Sent again with the same
 * id it goes on where it stopped. Throws where a store does not answer.
 */
export function redistribute(
  commands: LeadCommands,
  { leads, reason, ...rest }: Redistribution,
  envelope: CommandEnvelope,
): Promise<readonly RedistributedLead[]> {
  return concurrently([...new Set(leads)], IN_FLIGHT, async (lead): Promise<RedistributedLead> => {
    const commandId = derivedId('redistribute', envelope.commandId, lead);
    try {
      const of = { ...envelope, commandId, correlationId: envelope.correlationId ?? envelope.commandId, causationId: envelope.commandId };
      const { revision, token } = await commands.execute(lead, { do: 'transfer-lead', reason, ...rest }, of);
      return { lead, moved: true, revision, token };
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500) throw error;
      return { lead, moved: false, problem: error.toProblem() };
    }
  });
}
