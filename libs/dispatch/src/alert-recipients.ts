import { type EventLog } from '#libs/event-store';
import { accountableAt, PIPELINE, type Recipients } from '#libs/governance';
import { type Clock } from '#libs/platform';
import { type Pool } from 'pg';
import { coverAt } from './availability/cover-at.js';
import { managerAt } from './group.evolve.js';
import { peopleReader } from './people-reader.js';
import { absenceAt, isGone, type RepState } from './rep-state.js';

/**
 * Who answers for what, as the log tells it now. For somebody who is away it is the cover, where one is named. A rep's addresses are its
 * attributes `email` and `webhook`. Whoever has left, by the last day announced or for good, is passed over.
 */
export function alertRecipients({ log, pool, clock }: { readonly log: EventLog; readonly pool: Pool; readonly clock: Clock }): Recipients {
  const people = peopleReader(log);
  const isHere = async (person: string | null): Promise<string | null> => {
    if (person === null) return null;
    const now = clock.now().getTime();
    const known = new Map<string, RepState>();
    for (let next: string | null = person; next !== null && !known.has(next);) {
      const rep: RepState = await people.rep(next);
      known.set(next, rep);
      next = absenceAt(rep, now)?.cover ?? null;
    }
    const cover = coverAt(person, now, (id) => known.get(id));
    return cover ?? (isGone(known.get(person)!, now) ? null : person);
  };
  return {
    async personOf(recipient) {
      if ('person' in recipient) return isHere(recipient.person);
      const now = clock.now().getTime();
      if (recipient.role === 'team-manager')
        return recipient.team === null ? null : isHere(managerAt(await people.team(recipient.team), now));
      return isHere((await accountableAt(pool, PIPELINE, { atMs: now, knownAt: null, position: null })).person);
    },
    async contactOf(person) {
      const rep = await people.rep(person);
      if (isGone(rep, clock.now().getTime())) return null;
      const text = (name: string): string | null => {
        const value = rep.attributes[name];
        return typeof value === 'string' && value !== '' ? value : null;
      };
      return { name: rep.name || person, email: text('email'), webhook: text('webhook') };
    },
  };
}
