import { History, person, pool } from './history.features.js';

/** The story of "Owner on two clocks" in the worked examples; who claims the lead at the end is given. */
export function ownerOnTwoClocks(lastOwner: string): History {
  const history = new History();
  const move = { team: null, previous: pool('intake'), reason: null };
  const written = (knownAt: string, occurredAt = knownAt): { knownAt: string; occurredAt: string } => ({ knownAt, occurredAt });
  history.inquiry('a', { first: true }, written('2026-02-28T09:00:00Z'));
  history.add(
    'lead-a',
    { type: 'lead.assigned', data: { ...move, to: person('Ana') } },
    { ...written('2026-02-28T09:00:05Z'), policy: { name: 'social', version: 4 } },
  );
  const followUp = {
    followUpId: 'f1',
    type: 'call',
    direction: 'outbound' as const,
    outcome: null,
    automatic: false,
    by: 'Bo',
    sealedNote: null,
  };
  history.add('lead-a', { type: 'lead.follow-up-recorded', data: followUp }, written('2026-03-03T15:05:00Z', '2026-03-03T15:00:00Z'));
  history.add(
    'lead-a',
    { type: 'lead.transferred', data: { ...move, to: person('Cy'), reason: 'Ana is in training' } },
    written('2026-03-04T10:00:00Z'),
  );
  history.add(
    'lead-a',
    { type: 'lead.ownership-corrected', data: { to: person('Bo'), team: null, until: null, reason: 'entered late' } },
    written('2026-03-06T16:00:00Z', '2026-03-02T08:00:00Z'),
  );
  history.add(
    'lead-a',
    { type: 'lead.recycled', data: { ...move, to: pool('North') } },
    written('2026-03-20T00:05:00Z', '2026-03-20T00:00:00Z'),
  );
  history.add('lead-a', { type: 'lead.claimed', data: { ...move, to: person(lastOwner) } }, written('2026-03-21T11:00:00Z'));
  return history;
}
