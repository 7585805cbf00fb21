import { verifyProjections } from '#libs/projections';
import { type ClockRig, clockRig } from '#libs/testing';

const policy = `
policy: idle
kind: recycling
owner: Mia
reviewBy: 2027-01-01
zone: UTC
rules:
  - { name: default, protection: { default: 10 days, extension: 3 days, maximum: 20 days }, remind: 1 day }
`;
const LEADS = 12;
const DUE = '2026-03-12T08:00:00.000Z';

let rig: ClockRig;
let leads: string[];

beforeEach(async () => {
  rig = await clockRig('2026-03-02T08:00:00Z');
  await rig.leads.hire('North', 'Ana');
  await rig.enforce(policy);
  leads = await Promise.all(Array.from({ length: LEADS }, () => rig.capture()));
  await Promise.all(leads.map((lead) => rig.act(lead, { do: 'claim-lead', rep: 'Ana' })));
  await rig.react();
});
afterEach(() => rig.close());

/** Every lead recycled exactly once, after its reminder, each with its due time on it. */
async function expectOnce(): Promise<void> {
  for (const lead of leads) {
    const history = (await rig.history(lead)).filter(({ type }) => type === 'lead.recycled' || type === 'lead.recycling-reminded');
    expect(history.map(({ type, metadata }) => [type, metadata.occurredAt.value])).toEqual([
      ['lead.recycling-reminded', '2026-03-11T08:00:00.000Z'],
      ['lead.recycled', DUE],
    ]);
  }
}

describe('timers of leads under trouble', () => {
  it('R0.23 many workers at once, killed and emptied in between, fire each timer once with the right time', async () => {
    rig.hour('2026-03-13T08:00:00Z');
    await Promise.all([rig.tick(), rig.tick(), rig.tick()]);
    await rig.pool.query('truncate worker.timer_claim');
    await Promise.all([rig.tick(), rig.tick()]);
    await rig.work();
    await rig.work();
    await expectOnce();
  });

  it('R0.23 a worker that was dead for a day and longer fires at the due time, and reactions that began late decide the same', async () => {
    rig.hour('2026-03-20T08:00:00Z');
    await rig.pool.query('delete from worker.checkpoint');
    await rig.work();
    await expectOnce();
  });

  it('R0.23 a clock that jumps ahead and comes back loses nothing and does nothing twice', async () => {
    rig.hour('2031-01-01T00:00:00Z');
    await rig.pool.query(`insert into worker.timer_claim (timer, due_at, kind, leased_until)
       select timer, due_at, kind, '2031-01-01T00:00:30Z' from read.timer`);
    rig.hour('2026-03-12T09:00:00Z');
    await rig.work();
    await expectOnce();
    rig.hour('2026-03-01T00:00:00Z');
    await rig.work();
    rig.hour('2026-03-14T00:00:00Z');
    await rig.work();
    await expectOnce();
  });

  it('a firing that fails is tried again and never skipped, and the others go on', async () => {
    rig.hour('2026-03-13T08:00:00Z');
    await rig.projector.caughtUp();
    const { append } = rig.log;
    let broken = 0;
    rig.log.append = async (stream, events, expected) => {
      if (stream === `lead-${leads[0]}` && broken++ < 3) throw new Error('cut off');
      return append(stream, events, expected);
    };
    await rig.work();
    const { rows } = await rig.pool.query<{ trouble: string; failures: number }>(
      'select trouble, failures from worker.timer_claim where failures > 0',
    );
    expect(rows).toEqual([{ trouble: 'cut off', failures: 1 }]);
    for (const lead of leads.slice(1)) expect(await rig.of(lead, 'lead.recycled')).toHaveLength(1);
    for (const minutes of [1, 2, 3, 4]) {
      rig.hour(`2026-03-13T08:0${minutes}:00Z`);
      await rig.work();
    }
    await expectOnce();
  });

  it('R0.12 the table of timers equals the one that a rebuild makes', async () => {
    rig.hour('2026-03-11T12:00:00Z');
    await rig.work();
    await rig.act(leads[0]!, { do: 'plan-next-action', action: 'Call', dueAt: '2026-04-01T08:00:00Z' });
    await rig.projector.caughtUp();
    const { log, pool, projections } = rig;
    expect(await verifyProjections({ log, pool, projections, names: ['timer'] })).toMatchObject({ equal: true });
  });
});
