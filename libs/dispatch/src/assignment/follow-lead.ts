import { type PositionedEvent } from '#libs/contracts';
import { type Books, isIntake } from './books.js';
import { type HolderRule, type Moved } from './lead-book.js';
import { type OpenLead } from './open-lead.js';
import { creditOwed, overrideOwed } from './owed-events.js';
import { type Promised } from './promise-book.js';
import { automaticOf } from './promised.js';

/** What an event of a lead leaves to be done. `stream`: that of the lead up to it, where the event says something about its past. */
export function followLead(
  books: Books,
  rule: HolderRule,
  leadId: string,
  event: PositionedEvent,
  stream: readonly PositionedEvent[] | undefined,
): void {
  const { leads, work } = books;
  const carriedOut = event.metadata.decisionId === undefined ? undefined : work.promises.get(event.metadata.decisionId);
  const fulfilled = carriedOut?.decision.leadId === leadId ? carriedOut : null;
  const moved = stream ? leads.retell(leadId, stream, rule) : leads.apply(leadId, event, fulfilled && automaticOf(fulfilled));
  if (moved) followMove(books, leadId, event, moved, fulfilled);
  else if (work.waiting.has(leadId) && (event.type === 'lead.inquiry-received' || event.type === 'lead.attributes-changed'))
    work.fresh.add(leadId);
  if (event.type === 'lead.follow-up-recorded' && !event.data.automatic) work.returns.delete(leadId);
}

function followMove(books: Books, leadId: string, event: PositionedEvent, { before, after }: Moved, fulfilled: Promised | null): void {
  const { work } = books;
  if (after && before && after.arrived === before.arrived) return;
  if (fulfilled) work.promises.remove(fulfilled);
  for (const promised of work.promises.of(leadId))
    work.promises.overtake(promised, { because: after ? 'lead-moved' : 'lead-closed', by: event.metadata.actor.id });
  work.returns.delete(leadId);
  if (fulfilled?.decision.returns) {
    const { decisionId, returns } = fulfilled.decision;
    work.returns.set(leadId, { team: fulfilled.team, decisionId, ...returns, leadRevision: event.revision });
  }
  if (before) oweFor(books, before, after, event);
  work.held.delete(leadId);
  work.settle(leadId);
  if (after && after.arrived.by === 'command' && isIntake(books, after)) work.wait(leadId);
}

/** What a person's change, or a lead that was none, asks to be put on record. */
function oweFor({ work, policies }: Books, before: OpenLead, after: OpenLead | null, event: PositionedEvent): void {
  const owed = after
    ? overrideOwed(before, after, event, work.held.get(before.leadId))
    : creditOwed(before, event, ({ name, version }) => policies.version(name, version)?.fairness.creditInvalid ?? false);
  if (owed) work.owe(owed);
}
