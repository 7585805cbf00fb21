import { dispatchRig, type DispatchRig } from '#libs/testing';
import { policyDocument } from './policy-document.fixture.js';

describe('the dispatcher', () => {
  let rig: DispatchRig;
  beforeAll(async () => {
    rig = await dispatchRig();
    await rig.leads.hire('North', 'Ana', 'Bo', 'Cy');
    await rig.leads.hire('North', 'Dee');
    await rig.do({ do: 'deactivate-rep', rep: 'Dee' });
    await rig.hours('North');
    await rig.enforce(policyDocument());
    rig.dispatch();
  });
  afterAll(() => rig.close());

  it('R2.11 T7 gives leads in turn to those who can have them, on record, and to nobody who has left', async () => {
    const leads: string[] = [];
    for (let n = 0; n < 6; n++) leads.push(await rig.capture());
    await rig.settled();
    const holders = await Promise.all(leads.map((lead) => rig.holderOf(lead)));
    expect(holders.map((holder) => (holder as { id: string }).id)).toEqual(['Ana', 'Bo', 'Cy', 'Ana', 'Bo', 'Cy']);
    const decisions = await rig.decisions('North');
    expect(decisions.map(({ leadId }) => leadId)).toEqual(leads);
    expect(decisions[0]).toMatchObject({
      policy: { name: 'north', version: 1 },
      rule: { kind: 'entry', name: 'everything', strategy: 'round-robin' },
      comparison: { by: 'pointer', best: 'lowest', value: '0', tie: 'member-order' },
    });
    const [, assigned] = await rig.events(`lead-${leads[0]!}`);
    expect(assigned).toMatchObject({
      type: 'lead.assigned',
      metadata: {
        policy: { name: 'north', version: 1 },
        decisionId: decisions[0]!.decisionId,
        actor: { kind: 'automation', id: 'north@1' },
      },
    });
  });
});
