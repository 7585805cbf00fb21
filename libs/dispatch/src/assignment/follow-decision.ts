import { type AssignmentDecision, type EventData, type RecordedLedgerEvent } from '#libs/contracts';
import { type Books, isIntake } from './books.js';
import { accountOf } from './dispatch-state.js';
import { sameHolder } from './lead-book.js';
import { alertOf, automaticOf } from './promised.js';
import { alertKey, overrideKey } from './work-book.js';

/** What an event of a team's dispatch stream changes: turns, what is on its way, and what is left to be done. */
export function followDecision(books: Books, team: string, event: RecordedLedgerEvent): void {
  const { work, turns } = books;
  switch (event.type) {
    case 'assignment.decided':
    case 'assignment.held':
      turns.decided(event.data);
      return event.data.mode === 'live' ? decided(books, team, event.data) : tested(books, event.data);
    case 'assignment.woken':
      work.held.delete(event.data.leadId);
      return waitAgain(books, event.data.leadId, null);
    case 'assignment.superseded':
      return superseded(books, event.data);
    case 'assignment.overridden':
      work.owed.delete(overrideKey(event.data.eventId));
      return;
    case 'fairness.posted': {
      const { postingId, account, rep, turns: given, weight } = event.data;
      work.owed.delete(postingId);
      return turns.posted(account, rep, given, weight);
    }
    default:
      return;
  }
}

function decided({ leads, work }: Books, team: string, decision: AssignmentDecision): void {
  const { leadId, decisionId, chosen, heldUntil, policy, rule, alert } = decision;
  const lead = leads.get(leadId);
  const promised = { team, decision, overtaken: null };
  if (alert !== null) work.alerts.set(alertKey(decisionId), alertOf(promised, alert));
  const isOvertaken = !lead || lead.arrived.revision > decision.leadRevision;
  if (!isOvertaken) work.settle(leadId);
  if (heldUntil !== null) {
    if (!isOvertaken) work.held.set(leadId, { team, decision: { decisionId, policy, rule }, until: heldUntil });
    return;
  }
  work.held.delete(leadId);
  if (lead && !isOvertaken && sameHolder(lead.holder, chosen!))
    return leads.update(leadId, (stays) => ({ ...stays, automatic: automaticOf(promised) }));
  work.promises.add(promised);
  if (isOvertaken) work.promises.overtake(promised, { because: lead ? 'lead-moved' : 'lead-closed', by: null });
}

function tested({ leads }: Books, { leadId, policy }: AssignmentDecision): void {
  leads.update(leadId, (lead) => ({ ...lead, tested: [...lead.tested, `${policy.name}@${policy.version}`] }));
}

const NOT_GIVEN = 'The lead could not be given to whom the policy chose; it is where it was.';

function superseded(books: Books, { decisionId, leadId, because, refused }: EventData<'assignment.superseded'>): void {
  const { work, turns } = books;
  const promised = work.promises.get(decisionId);
  if (!promised) return;
  const { decision } = promised;
  work.promises.remove(promised);
  work.alerts.delete(alertKey(decisionId));
  if (decision.fairness) {
    const { rep, turns: given, weight } = decision.fairness;
    turns.posted(accountOf(decision.policy.name, 'live'), rep, -given, weight);
  }
  if (because === 'impossible') work.alerts.set(alertKey(decisionId), alertOf(promised, NOT_GIVEN));
  if (because === 'refused' || because === 'policy-off') waitAgain(books, leadId, refused, decision.leadRevision);
}

/** The lead is where it was: it is decided again, unless another decision about it is on its way. */
function waitAgain(books: Books, leadId: string, refused: { readonly rep: string; readonly code: string } | null, since = Infinity): void {
  const { leads, work } = books;
  const lead = leads.get(leadId);
  if (!lead || lead.arrived.revision > since || !isIntake(books, lead)) return;
  if (refused) leads.update(leadId, () => ({ ...lead, refused: [...lead.refused, { rep: refused.rep, code: refused.code }] }));
  if (!work.promises.isPromised(leadId)) work.wait(leadId);
}
