import { type HistoricalOrganisationFact, organisationStream } from '#libs/dispatch';
import { type SessionContext } from './session.js';

/** Records who works here, before any lead names them. What is there already adds nothing. */
export async function acceptOrganisation(
  { organisation, rows }: SessionContext,
  importId: string,
  facts: readonly HistoricalOrganisationFact[],
): Promise<{ readonly events: number }> {
  if (facts.length === 0) return { events: 0 };
  await rows.touch(
    importId,
    facts.map(({ action }) => organisationStream(action)),
  );
  const { appended } = await organisation.recordHistory(importId, facts);
  return { events: appended };
}
