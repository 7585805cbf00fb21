import { createAccessCommands } from '#libs/access';
import { policyInForce, readPolicies } from '#libs/governance';
import { newId, systemClock } from '#libs/platform';
import { waitForPosition } from '#libs/projections';
import { dispatchRig, type DispatchRig } from '#libs/testing';
import { policyDocument } from '../dispatcher/policy-document.fixture.js';
import { type GeneralQueueDependencies, returnToGeneralQueue } from './return-to-general-queue.js';

describe('back to the general queue', () => {
  let rig: DispatchRig;
  let dependencies: GeneralQueueDependencies;
  const mia = { kind: 'person' as const, id: 'Mia', assurance: 'token' };
  const envelope = () => ({ commandId: newId(), actor: mia });
  const sources = ['one', 'two', 'three', 'four', 'five'];

  beforeAll(async () => {
    rig = await dispatchRig();
    const { log, pool } = rig;
    const { keyedHash } = rig.leads.privacy;
    dependencies = {
      log,
      pool,
      clock: systemClock,
      keyedHash,
      access: createAccessCommands({
        log,
        keyedHash,
        clock: systemClock,
        teamExists: async (team) => (await rig.organisation.reader.team(team)) !== null,
      }),
      policies: { change: ({ name, version }, { move }) => rig.move(name, move, version) },
      waitFor: (token) => waitForPosition(pool, token, 20_000),
    };
    await rig.leads.hire('North', 'Ana', 'Bo');
    await rig.leads.hire('South', 'Cy');
    await rig.hours('North', { hours: '["00:00-00:01"]', days: 'mon' });
    await rig.hours('South');
    for (const source of sources)
      await rig.enforce(policyDocument({ name: source, takes: `source == "${source}"`, outsideHours: 'hold-until-open' }));
    await rig.enforce(policyDocument({ name: 'south', team: 'South', takes: 'source == "south"' }));
    rig.dispatch();
  });
  afterAll(() => rig.close());

  it('R2.18 one command: five rules with held leads, none lost, none half-assigned, and other teams go on', async () => {
    const held: string[] = [];
    for (const source of [...sources, ...sources]) held.push(await rig.capture({ source }));
    await rig.settled();
    expect((await rig.events('dispatch-North')).filter(({ type }) => type === 'assignment.held')).toHaveLength(10);

    const command = { team: 'North', visibility: 'own' as const, reason: 'Nobody understands the rules' };
    const sent = envelope();
    const { paused, answer } = await returnToGeneralQueue(dependencies, command, sent);
    expect(paused).toEqual([...sources].sort());
    expect(answer.events).toMatchObject([{ type: 'team.returned-to-general-queue', data: { reason: command.reason } }]);
    expect((await returnToGeneralQueue(dependencies, command, sent)).answer).toMatchObject({ repeated: true, token: answer.token });

    const other = await rig.capture({ source: 'south' });
    const later = await rig.capture({ source: 'one' });
    await rig.settled();
    for (const lead of [...held, later]) {
      expect(await rig.holderOf(lead)).toEqual({ kind: 'pool', id: 'intake' });
      await rig.act(lead, { do: 'claim-lead', rep: 'Ana' });
      expect((await rig.events(`lead-${lead}`)).map(({ type }) => type)).toEqual(['lead.captured', 'lead.claimed']);
    }
    expect(await rig.holderOf(other)).toEqual({ kind: 'person', id: 'Cy' });
    expect((await rig.events('team-North')).filter(({ type }) => type === 'team.visibility-changed')).toHaveLength(1);
  });

  it('R2.18 what is scheduled for the team does not come into force either; what serves another team goes on', async () => {
    const soon = Date.now() + 3_600_000;
    const said = (name: string) => ({ name, takes: `source == "${name}"` });
    await rig.enforce(policyDocument(said('changes')));
    await rig.enforce(policyDocument({ ...said('moves'), team: 'South' }));
    for (const name of ['changes', 'moves', 'later'])
      await rig.enforce(policyDocument({ ...said(name), more: `effectiveFrom: ${new Date(soon).toISOString()}` }));
    await rig.projector.caughtUp();
    const { paused } = await returnToGeneralQueue(dependencies, { team: 'North', reason: 'Nobody understands the rules' }, envelope());
    expect(paused).toEqual(['changes', 'later', 'moves']);
    await rig.projector.caughtUp();
    const policies = new Map((await readPolicies(rig.pool)).map((policy) => [policy.name, policy]));
    const inForce = (at: number) => ['changes', 'later', 'moves'].map((name) => policyInForce(policies.get(name)!, at).active?.version);
    expect(inForce(Date.now())).toEqual([undefined, undefined, 1]);
    expect(inForce(soon + 1)).toEqual([undefined, undefined, 1]);
  });

  it('what is refused is refused before anything is switched off', async () => {
    const refused = { team: 'South', reason: ' ' };
    await expect(returnToGeneralQueue(dependencies, refused, envelope())).rejects.toMatchObject({ code: 'REASON.MISSING' });
    await expect(returnToGeneralQueue(dependencies, { team: 'West', reason: 'x' }, envelope())).rejects.toMatchObject({ status: 404 });
    await dependencies.access.execute({ do: 'change-visibility', mode: 'team', reason: 'x' }, envelope());
    const wider = { team: 'South', visibility: 'open' as const, reason: 'x' };
    await expect(returnToGeneralQueue(dependencies, wider, envelope())).rejects.toMatchObject({
      code: 'VISIBILITY.WIDER_THAN_ORGANISATION',
    });
    const lead = await rig.capture({ source: 'south' });
    await rig.settled();
    expect(await rig.holderOf(lead)).toEqual({ kind: 'person', id: 'Cy' });
  });
});
