import { newId, systemClock } from '#libs/platform';
import { testEventLog, type TestEventLog } from '#libs/testing';
import { createOrganisationCommands } from '../organisation-commands.js';
import { readAccount } from './account-reader.js';
import { createRepLimits } from './create-rep-limits.js';

const LEADS = 45_000;
const ids = (count: number): string[] => Array.from({ length: count }, newId);
const actor = { kind: 'person' as const, id: 'Mia', assurance: 'token' };
const means = { keyedHash: (_: string, text: string) => text.slice(0, 64), clock: systemClock, organisationZone: 'UTC' };

describe('a rep with more leads than the log takes in one append', () => {
  let events: TestEventLog;
  beforeAll(async () => (events = await testEventLog()));
  afterAll(() => events.close());

  it('gets its first limit, is counted whole, and takes in what came past it', async () => {
    const { log } = events;
    const organisation = createOrganisationCommands({ log, ...means });
    const envelope = () => ({ commandId: newId(), actor });
    await organisation.execute({ do: 'join-rep', rep: 'House', name: 'House' }, envelope());
    await organisation.execute({ do: 'set-capacity', rep: 'House', holdingCap: LEADS + 1, intakeCap: null }, envelope());
    const leadIds = ids(LEADS);
    const limits = createRepLimits({ log, ...means, countHoldings: () => Promise.resolve({ position: 1, leadIds, taken: [] }) });
    const take = () =>
      limits.take({ rep: 'House', leadId: newId(), purpose: 'assignment', reservationId: newId(), hasArrived: () => false }, envelope());
    expect(await take()).toEqual({ kind: 'taken' });
    expect(await take()).toMatchObject({ kind: 'refused', violations: [{ code: 'REP.HOLDING_CAP_REACHED' }] });
    await limits.adopt('House', [...leadIds, ...ids(LEADS)], envelope());
    const { reservations } = (await readAccount(log, 'House')).account;
    expect(reservations).toMatchObject({ opened: true, held: 2 * LEADS + 1 });
  });
});
