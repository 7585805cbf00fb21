import { type EventData } from '#libs/contracts';
import { type EventLog } from '#libs/event-store';
import { derivedId, newId } from '#libs/platform';
import { captureData, moveData, person, StreamHistory } from '#libs/testing';
import { closedLoop } from '../harness/measure.js';

const REPS = 50;

/** Leads that reps have had for so long that they go back at `dueAt`; in the log, each in one append. */
export async function dueLeads(log: EventLog, count: number, dueAt: string): Promise<readonly string[]> {
  const leads = Array.from({ length: count }, () => newId());
  await closedLoop(count, 64, (index) => historyOf(leads[index]!, `rep-${index % REPS}`, dueAt).appendTo(log));
  return leads;
}

function historyOf(lead: string, rep: string, dueAt: string): StreamHistory {
  const stream = `lead-${lead}`;
  const begun = '2026-01-05T09:00:00.000Z';
  // The id that the history derives for its second event: the assignment.
  const ownershipEventId = derivedId(stream, derivedId(stream, 'command', 1), 1);
  const protection: EventData<'lead.protection-started'> = {
    protectionId: derivedId('protection', lead),
    rule: 'default',
    ownershipEventId,
    holder: person(rep),
    from: begun,
    zone: 'UTC',
    defaultDueAt: dueAt,
    dueAt,
    extension: { days: 3, ms: 0 },
    maximumAt: null,
    remindBefore: null,
    activity: { by: 'anyone', types: null, outcomes: null },
    lastActivity: null,
    pool: 'intake',
  };
  return new StreamHistory(stream)
    .add('lead.captured', captureData(lead), { knownAt: begun })
    .add('lead.assigned', moveData(person(rep)), { knownAt: begun })
    .add('lead.protection-started', protection, { knownAt: begun, policy: { name: 'idle', version: 1 } });
}
