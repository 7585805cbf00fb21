import { type PositionedEvent } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { isOwnership, sameHolder } from './lead-book.js';
import { type Automatic, type OpenLead } from './open-lead.js';
import { type Held, type Owed, overrideKey } from './work-book.js';

/** A lead that a policy gave turned out to be none: its turn is given back, where the policy says so. */
export function creditOwed(
  { automatic, leadId }: OpenLead,
  event: PositionedEvent,
  creditsInvalid: (policy: Automatic['policy']) => boolean,
): Owed | null {
  if (event.type !== 'lead.marked-invalid' || !automatic?.fairness || !creditsInvalid(automatic.policy)) return null;
  const { decisionId, team, policy, fairness } = automatic;
  const { rep, turns, weight } = fairness;
  const postingId = derivedId('credit', decisionId);
  const data = { postingId, account: policy.name, rep, turns: -turns, weight, decisionId, leadId, because: 'lead-invalid' };
  return { team, key: postingId, causationId: event.id, type: 'fairness.posted', data };
}

/** A person gave the lead to another than the policy did, or would have. */
export function overrideOwed(
  { leadId, automatic, holder }: OpenLead,
  after: OpenLead,
  event: PositionedEvent,
  held: Held | undefined,
): Owed | null {
  const { actor, decisionId } = event.metadata;
  if (actor.kind !== 'person' || decisionId !== undefined) return null;
  const undone = automatic ?? (held && { ...held.decision, team: held.team, entry: held.decision.rule.name, chosen: holder });
  if (!undone || sameHolder(undone.chosen, after.holder)) return null;
  // A lead that was decided into a pool is there to be claimed.
  if (automatic?.chosen.kind === 'pool' && event.type === 'lead.claimed') return null;
  const reason = isOwnership(event) || event.type === 'lead.ownership-corrected' ? event.data.reason : null;
  const { policy, entry, chosen } = undone;
  const data = { decisionId: undone.decisionId, leadId, policy, entry, chosen, to: after.holder, by: actor, reason, eventId: event.id };
  return { team: undone.team, key: overrideKey(event.id), causationId: event.id, type: 'assignment.overridden', data };
}
