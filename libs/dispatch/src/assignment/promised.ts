import { type Automatic } from './open-lead.js';
import { type Promised } from './promise-book.js';
import { type AlertDue, alertKey } from './work-book.js';

/** What the lead remembers of the decision once it is given. */
export const automaticOf = ({ team, decision: { decisionId, policy, rule, chosen, fairness } }: Promised): Automatic => ({
  decisionId,
  team,
  policy,
  entry: rule.name,
  chosen: chosen!,
  fairness: fairness && { rep: fairness.rep, turns: fairness.turns, weight: fairness.weight },
});

/** Whom the decision leaves to be told. */
export const alertOf = ({ team, decision: { decisionId, leadId, policy, chosen } }: Promised, text: string): AlertDue => ({
  key: alertKey(decisionId),
  team,
  leadId,
  decision: { decisionId, policy, chosen },
  text,
});
