import { createPolicyCommands, createVocabularyCommands, type PolicyKind, readVocabularies } from '#libs/governance';
import { newId, systemClock } from '#libs/platform';
import { dispatchRig, type DispatchRig } from '#libs/testing';
import { assignmentKind } from '../assignment-policy/assignment-kind.js';
import { knownWorld } from '../assignment-policy/known-world.js';
import { runSimulation } from '../simulation/run-simulation.js';
import { type SimulatedDecision } from '../simulation/simulate.js';
import { whyLead } from '../why/why-lead.js';
import { policyDocument } from './policy-document.fixture.js';

const CALIFORNIA = ['CA', 'Calif', 'California', 'Cali', 'Ca.'];
const vocabulary = (aliases: string) => `vocabulary: us_states
title: States of the USA
attributes: [state]
codes:
  CA: { label: California, aliases: [${aliases}] }
  NY: New York
`;
const byState = {
  entries: `[{ name: west, when: 'attributes.state == "Calif"', strategy: round-robin }, { name: rest, strategy: least-loaded }]`,
};

describe('a policy about a value that is spelled in many ways', () => {
  let rig: DispatchRig;
  beforeEach(async () => {
    rig = await dispatchRig();
    await rig.leads.hire('North', 'Ana', 'Bo');
    await rig.hours('North');
  });
  afterEach(() => rig.close());

  const publish = (document: string) =>
    createVocabularyCommands({
      log: rig.log,
      keyedHash: rig.leads.privacy.keyedHash,
      clock: systemClock,
      vocabularies: () => readVocabularies(rig.pool),
    }).publish({ document, reason: 'test' }, { commandId: newId(), actor: rig.actor });
  const simulated = async (from: string, knownAt?: string): Promise<readonly SimulatedDecision[]> => {
    const request = {
      document: policyDocument(byState),
      from,
      to: new Date(Date.now() + 1_000).toISOString(),
      ...(knownAt !== undefined && { knownAt }),
    };
    const decisions: SimulatedDecision[] = [];
    for await (const decision of runSimulation(rig.pool, request, { timeZone: 'UTC' })) decisions.push(decision);
    return decisions;
  };

  it('R3.1 R2.10 decides live and in a simulation by the code that the vocabulary gave at the time, and says so', async () => {
    await publish(vocabulary('Calif, Cali, Ca.'));
    await rig.enforce(policyDocument(byState));
    const from = new Date().toISOString();
    rig.dispatch();
    const capture = (state: string) => rig.capture({ attributes: { state } });
    for (const state of [...CALIFORNIA, 'New York', 'Kalifornia']) await capture(state);
    await rig.settled();
    await publish(vocabulary('Calif, Cali, Ca., Kalifornia'));
    const late = await capture('Kalifornia');
    await rig.settled();

    const live = await rig.decisions('North');
    expect(live.map(({ rule }) => rule.name)).toEqual([...CALIFORNIA.map(() => 'west'), 'rest', 'rest', 'west']);
    for (const knownAt of [undefined, 'then'])
      expect((await simulated(from, knownAt)).map(({ decision: { leadId, rule, read } }) => ({ leadId, rule, read }))).toEqual(
        live.map(({ leadId, rule, read }) => ({ leadId, rule, read })),
      );
    const asked = { at: new Date().toISOString(), knownAt: null, position: null, present: null, not: null, zone: 'UTC' };
    const why = await whyLead(rig.pool, { leadId: late, ...asked });
    expect(why.words).toContain('attributes.state “Kalifornia” was read as CA (us_states@2).');
  });

  it('R3.1 the past before a vocabulary was there is simulated with its first version, and as it was written where only what was known then counts', async () => {
    const from = new Date().toISOString();
    for (const state of CALIFORNIA) await rig.capture({ attributes: { state } });
    await publish(vocabulary('Calif, Cali, Ca.'));
    await rig.projector.caughtUp();
    const rules = async (knownAt?: string) => (await simulated(from, knownAt)).map(({ decision }) => decision.rule.name);
    expect(await rules()).toEqual(CALIFORNIA.map(() => 'west'));
    expect(await rules('then')).toEqual(CALIFORNIA.map((state) => (state === 'Calif' ? 'west' : 'rest')));
  });

  it('R3.1 its test cases run as it will decide; what no vocabulary knows is refused with the nearest that is', async () => {
    await publish(vocabulary('Calif, Cali, Ca.'));
    await rig.projector.caughtUp();
    const { check } = createPolicyCommands({
      log: rig.log,
      kinds: [assignmentKind(knownWorld(rig.pool, systemClock)) as PolicyKind],
      keyedHash: rig.leads.privacy.keyedHash,
      clock: systemClock,
      vocabularies: { read: () => readVocabularies(rig.pool), zone: 'UTC' },
    });
    const test = (state: string, entry: string) =>
      `tests: [{ name: case, at: 2026-03-03T10:00:00Z, inquiry: { attributes: { state: '${state}' } }, given: { reps: { Ana: {} } }, expect: { entry: ${entry} } }]`;
    const passed = await check(policyDocument({ ...byState, more: test('ca.', 'west') }));
    expect(passed).toMatchObject({ activatable: true, tests: [{ passed: true }] });
    expect(await check(policyDocument({ ...byState, more: test('Bavaria', 'west') }))).toMatchObject({ activatable: false });
    const unknown = policyDocument({ entries: byState.entries.replace('Calif', 'Califor') });
    expect((await check(unknown)).problems).toMatchObject([{ code: 'CEL.UNKNOWN_VALUE', nearest: 'Calif' }]);
  });
});
