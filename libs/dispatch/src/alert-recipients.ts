import { type EventLog } from '#libs/event-store';
import { accountableAt, PIPELINE, type Recipients } from '#libs/governance';
import { type Clock } from '#libs/platform';
import { type Pool } from 'pg';
import { managerAt } from './group.evolve.js';
import { peopleReader } from './people-reader.js';

/** Who answers for what, as the log tells it now. A rep's addresses are its attributes `email` and `webhook`. */
export function alertRecipients({ log, pool, clock }: { readonly log: EventLog; readonly pool: Pool; readonly clock: Clock }): Recipients {
  const people = peopleReader(log);
  const isHere = async (person: string | null): Promise<string | null> =>
    person !== null && (await people.rep(person)).status !== 'inactive' ? person : null;
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
      if (rep.status === 'inactive') return null;
      const text = (name: string): string | null => {
        const value = rep.attributes[name];
        return typeof value === 'string' && value !== '' ? value : null;
      };
      return { name: rep.name || person, email: text('email'), webhook: text('webhook') };
    },
  };
}
