import { type EventData } from '#libs/contracts';
import { derivedId } from '#libs/platform';
import { captureData, callData, moveData, person, StreamHistory } from '#libs/testing';
import { oneOf, randomOf } from './random.js';

const FIRST_DAY_MS = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
/** Over so many days leads arrive; their lives end up to sixty days later. */
const ARRIVAL_DAYS = 365;
const LEADS_PER_REP = 300;
const REPS_PER_TEAM = 8;
const CHANNELS = ['search', 'social', 'email', 'referral', 'direct', 'phone'];
const OUTCOMES = ['reached', 'no answer', 'mailbox', 'reached'];
const STAGES = ['qualified', 'offer', 'negotiation'];
/** As long as what the product seals of a contact point and of an inquiry. */
const BOX = 'A'.repeat(120);

export const repOf = (number: number): string => `rep-${number}`;
export const teamOf = (rep: number): string => `team-${Math.floor(rep / REPS_PER_TEAM)}`;
export const repsFor = (leads: number): number => Math.max(REPS_PER_TEAM, Math.ceil(leads / LEADS_PER_REP));
export const leadIdOf = (number: number): string => derivedId('bench-lead', number);

/**
 * The life of one lead, the same for the same number: captured, mostly assigned, called a few times, handed over or corrected now and then, and
 * in half of the cases won, lost or invalid. Five and a half events on average. A fifth of the people come more than once.
 */
export function leadLife(number: number, reps: number): StreamHistory {
  const random = randomOf(number);
  const leadId = leadIdOf(number);
  const history = new StreamHistory(`lead-${leadId}`);
  let at = FIRST_DAY_MS + random() * ARRIVAL_DAYS * DAY_MS;
  const later = (days: number): { knownAt: string } => ({ knownAt: new Date((at += random() * days * DAY_MS)).toISOString() });

  const personId = derivedId('bench-person', random() < 0.2 ? Math.floor(number / 5) : number);
  history.add('lead.captured', captured(leadId, personId, number, random), later(0));
  let rep = Math.floor(random() * reps);
  if (random() < 0.9) history.add('lead.assigned', moveData(person(repOf(rep)), { team: teamOf(rep) }), later(0.5));
  const call = (): EventData<'lead.follow-up-recorded'> => ({
    ...callData(repOf(rep), { outcome: oneOf(random, OUTCOMES) }),
    followUpId: derivedId(leadId, 'follow-up', at),
  });
  for (let calls = Math.floor(random() * 3); calls >= 0; calls--) history.add('lead.follow-up-recorded', call(), later(2));
  if (random() < 0.5) history.add('lead.stage-entered', { stage: oneOf(random, STAGES), process: 'sales', previous: null }, later(5));
  if (random() < 0.25) {
    const previous = person(repOf(rep));
    rep = Math.floor(random() * reps);
    history.add('lead.transferred', moveData(person(repOf(rep)), { team: teamOf(rep), previous, reason: 'other region' }), later(5));
  }
  if (random() < 0.02)
    history.add(
      'lead.ownership-corrected',
      { to: person(repOf(rep)), team: teamOf(rep), until: null, reason: 'entered late' },
      { ...later(5), occurredAt: new Date(at - random() * 3 * DAY_MS).toISOString() },
    );
  if (random() < 0.3) history.add('lead.follow-up-recorded', call(), later(5));
  const end = random();
  if (end < 0.2)
    history.add('lead.won', { value: { amount: String(Math.floor(random() * 90_000) + 500), currency: 'EUR' }, reason: null }, later(20));
  else if (end < 0.42) history.add('lead.lost', { reason: 'price' }, later(20));
  else if (end < 0.5) history.add('lead.marked-invalid', { reason: 'spam' }, later(3));
  return history;
}

function captured(leadId: string, personId: string, number: number, random: () => number): EventData<'lead.captured'> {
  const sealed = { subjects: [personId], box: BOX };
  const point = {
    contactPointId: derivedId(personId, 'email'),
    personId,
    kind: 'email',
    country: null,
    validity: 'valid',
    sealed,
  } as const;
  const { inquiry, ...rest } = captureData(leadId, { personId, externalId: String(number) });
  return {
    ...rest,
    inquiry: {
      ...inquiry,
      channel: oneOf(random, CHANNELS),
      attributes: { product: 'solar', employees: Math.floor(random() * 200) },
      contactPoints: [{ ...point, validity: random() < 0.9 ? 'valid' : 'invalid' }],
      sealed,
    },
  };
}
