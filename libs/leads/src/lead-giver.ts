import { type Giving, type LeadGiver } from '#libs/dispatch';
import { derivedId } from '#libs/platform';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadCommands } from './lead-commands.js';

/** Carries out what policies decide, by the commands that everybody sends: under an id of the decision, so that twice is once. */
export const leadGiver = (commands: Pick<LeadCommands, 'execute'>): LeadGiver => ({
  give: async (giving) => {
    const { leadId, to, leadRevision, evenAtCapacity } = giving;
    const action = { do: 'assign-lead' as const, to, decidedOn: leadRevision, ...(evenAtCapacity && { evenAtCapacity }) };
    await commands.execute(leadId, action, envelopeOf(giving, 'give'));
  },
  giveBack: async ({ reason, ...giving }) => {
    const envelope = { ...envelopeOf(giving, 'give back'), expectedRevision: giving.leadRevision };
    await commands.execute(giving.leadId, { do: 'transfer-lead', to: giving.to, reason }, envelope);
  },
});

const envelopeOf = ({ decisionId, actor, causationId }: Giving, what: string): CommandEnvelope => ({
  commandId: derivedId(what, decisionId),
  actor,
  causationId,
  correlationId: decisionId,
  decisionId,
});
