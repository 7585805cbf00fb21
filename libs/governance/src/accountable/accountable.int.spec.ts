import { createOrganisationCommands } from '#libs/dispatch';
import { newId } from '#libs/platform';
import { ProjectionRunner } from '#libs/projections';
import { fixedClock, testLeads, type TestLeads } from '#libs/testing';
import { accountableAt, beginDeparture, createAccountableCommands, PIPELINE } from '../index.js';

const clock = fixedClock('2026-03-01T09:00:00.000Z');
const by = () => ({ commandId: newId(), actor: { kind: 'person' as const, id: 'head', assurance: 'token' } });

let leads: TestLeads;
let stop: () => Promise<void>;
beforeAll(async () => {
  leads = await testLeads({ clock });
  const controller = new AbortController();
  const running = new ProjectionRunner({ log: leads.log, pool: leads.pool, projections: [] }).run(controller.signal);
  stop = async () => {
    controller.abort();
    await running;
  };
});
afterAll(async () => {
  await stop();
  await leads.close();
});

describe('the accountable person', () => {
  it('R1.2 whoever is accountable cannot be deactivated without a successor; R1.3 who it was at any past time is known', async () => {
    const { log, privacy, pool } = leads;
    await leads.hire('North', 'Ana', 'Mia');
    const organisation = createOrganisationCommands({
      log,
      keyedHash: privacy.keyedHash,
      clock,
      departing: beginDeparture({ log, keyedHash: privacy.keyedHash, clock }),
    });
    const { name } = createAccountableCommands({ log, organisation: organisation.reader, keyedHash: privacy.keyedHash, clock });
    const naming = { do: 'name-accountable', domain: PIPELINE, person: 'Ana', reason: 'head of operations' } as const;
    await name(naming, by());
    await name({ ...naming, domain: 'contacts' }, by());
    const leave = () => organisation.execute({ do: 'deactivate-rep', rep: 'Ana' }, by());
    await expect(leave()).rejects.toMatchObject({
      status: 409,
      code: 'REP.HAS_DUTIES',
      violations: [{ detail: { duties: [PIPELINE, 'contacts'] } }],
    });
    clock.advance(86_400_000);
    const handOver = by();
    await name({ ...naming, person: 'Mia', reason: 'Ana leaves' }, handOver);
    await name({ ...naming, person: 'Mia', reason: 'Ana leaves' }, handOver);
    await expect(leave()).rejects.toMatchObject({ violations: [{ detail: { duties: ['contacts'] } }] });
    await name({ ...naming, domain: 'contacts', person: 'Mia', reason: 'Ana leaves' }, by());
    await leave();
    await expect(name({ ...naming, reason: 'back again' }, by())).rejects.toMatchObject({ code: 'REP.INACTIVE' });
    await expect(name({ ...naming, person: 'North' }, by())).rejects.toMatchObject({ code: 'ACCOUNTABLE.TEAM' });

    let events = 0;
    for await (const event of log.readAll()) if (event.id) events++;
    for (;;) {
      const { rows } = await pool.query<{ n: string }>('select count(*) as n from read.log_entry').catch(() => ({ rows: [{ n: '0' }] }));
      if (Number(rows[0]!.n) >= events) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const at = (iso: string) => accountableAt(pool, PIPELINE, { atMs: Date.parse(iso), knownAt: null, position: null });
    expect(await at('2026-03-01T08:59:59.000Z')).toMatchObject({ person: null });
    expect(await at('2026-03-01T12:00:00.000Z')).toMatchObject({ person: 'Ana', reason: 'head of operations' });
    expect(await at('2026-03-02T12:00:00.000Z')).toMatchObject({ person: 'Mia', since: '2026-03-02T09:00:00.000Z' });
  });

  it('R1.2 of a naming and a deactivation at the same instant one is first, wherever either of them dies', async () => {
    const { log, privacy } = leads;
    const { keyedHash } = privacy;
    const departing = beginDeparture({ log, keyedHash, clock });
    const organisation = createOrganisationCommands({ log, keyedHash, clock, departing });
    const { name } = createAccountableCommands({ log, organisation: organisation.reader, keyedHash, clock });
    const naming = (person: string) => ({ do: 'name-accountable' as const, domain: `domain of ${person}`, person, reason: 'knows it' });
    const people = Array.from({ length: 12 }, (_, n) => `Pair ${n}`);
    await leads.hire('South', ...people);
    for (const person of people) {
      const [named, left] = await Promise.allSettled([
        name(naming(person), by()),
        organisation.execute({ do: 'deactivate-rep', rep: person }, by()),
      ]);
      expect([named.status, left.status].sort()).toEqual(['fulfilled', 'rejected']);
    }

    await leads.hire('South', 'Zoe');
    const leaving = by();
    expect(await departing('Zoe', leaving)).toEqual([]);
    await expect(name(naming('Zoe'), by())).rejects.toMatchObject({ code: 'REP.LEAVING' });
    await organisation.execute({ do: 'deactivate-rep', rep: 'Zoe' }, leaving);
    await expect(name(naming('Zoe'), by())).rejects.toMatchObject({ code: 'REP.INACTIVE' });
    await organisation.execute({ do: 'join-rep', rep: 'Zoe', name: 'Zoe' }, by());
    await name(naming('Zoe'), by());
  });
});
