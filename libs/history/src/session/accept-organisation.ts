import { type HistoricalOrganisationFact, organisationStream } from '#libs/dispatch';
import { type SessionContext } from './session.js';
import { touchStanding } from './touch-standing.js';

/** Records who works here, before any lead names them. What is there already adds nothing. */
export async function acceptOrganisation(
  context: SessionContext,
  importId: string,
  facts: readonly HistoricalOrganisationFact[],
): Promise<{ readonly events: number }> {
  if (facts.length === 0) return { events: 0 };
  await touchStanding(
    context,
    importId,
    facts.map(({ action }) => organisationStream(action)),
  );
  const appending = (): Promise<void> => context.importLog.mustStand(importId);
  const { appended } = await context.organisation.recordHistory(importId, facts, { appending });
  return { events: appended };
}
