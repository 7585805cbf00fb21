import { createVocabularyCommands, readVocabularies } from '#libs/governance';
import { newId } from '#libs/platform';
import { type ClockRig, clockRig } from '#libs/testing';
import { recyclingKind, simulateRecycling } from '../index.js';

const vocabulary = (aliases: string) => `vocabulary: us_states
title: States of the USA
attributes: [state]
codes:
  CA: { label: California, aliases: [${aliases}] }
  NY: New York
`;
const recycling = `
policy: idle
kind: recycling
owner: Mia
reviewBy: 2027-01-01
zone: UTC
rules:
  - { name: west, when: 'attributes.state == "California"', idle: 2 days, exempt: { when: 'attributes.state in ["CA"] && inquiries > 1' } }
  - { name: rest, idle: 9 days }
`;
const service = `
policy: response
kind: sla
owner: Mia
reviewBy: 2027-01-01
calendar: round-the-clock
clocks: [{ name: west-coast, when: 'attributes.state == "CA"', starts: assigned, within: 1 hour, escalate: [data-owner] }]
`;

describe('recycling and service times of a value that is spelled in many ways', () => {
  let rig: ClockRig;
  beforeEach(async () => {
    rig = await clockRig('2026-03-02T08:00:00Z');
    await rig.leads.hire('North', 'Ana');
  });
  afterEach(() => rig.close());

  const publish = (document: string) =>
    createVocabularyCommands({ ...rig, vocabularies: () => readVocabularies(rig.pool) }).publish(
      { document, reason: 'test' },
      { commandId: newId(), actor: rig.actor },
    );
  const givenFrom = async (state: string): Promise<string> => {
    const lead = await rig.capture();
    await rig.act(lead, { do: 'change-attributes', attributes: { state } });
    await rig.act(lead, { do: 'assign-lead', to: { kind: 'person', id: 'Ana' } });
    await rig.work();
    return lead;
  };
  const decided = async (lead: string) => {
    const [protection] = await rig.of(lead, 'lead.protection-started');
    const clocks = await rig.of(lead, 'lead.sla-started');
    return {
      rule: protection?.data.rule,
      read: protection?.data.read,
      clocks: clocks.map(({ data: { clock, read } }) => ({ clock, read })),
    };
  };

  it('R3.1 R0.23 conditions are told the code, of the vocabulary as it stood then; the record names both', async () => {
    await publish(vocabulary('Calif, Cali, Ca.'));
    await rig.enforce(recycling);
    await rig.enforce(service);
    for (const text of ['CA', 'Calif', 'california', 'Cali', 'Ca.']) {
      const read = [{ fact: 'attributes.state', text, code: 'CA', vocabulary: 'us_states', version: 1 }];
      expect(await decided(await givenFrom(text))).toEqual({ rule: 'west', read, clocks: [{ clock: 'west-coast', read }] });
    }
    expect(await decided(await givenFrom('Kalifornia'))).toEqual({ rule: 'rest', read: undefined, clocks: [] });
    rig.hour('2026-03-02T09:00:00Z');
    await publish(vocabulary('Calif, Cali, Ca., Kalifornia'));
    expect(await decided(await givenFrom('Kalifornia'))).toMatchObject({ rule: 'west', read: [{ code: 'CA', version: 2 }] });

    const kind = recyclingKind({ organisation: { pool: () => Promise.resolve(null) }, zone: 'UTC' });
    rig.hour('2026-03-06T08:00:00Z');
    await rig.head();
    const asked = { document: recycling, from: '2026-03-01T00:00:00Z', to: '2026-03-06T00:00:00Z' };
    expect(await simulateRecycling(rig.pool, kind, 'UTC', asked, rig.clock.now())).toMatchObject({ holdings: 7, left: 6 });
  });

  it('R0.23 so is what exempts a lead that is due', async () => {
    await publish(vocabulary('Calif'));
    await rig.enforce(recycling.replace('&& inquiries > 1', ''));
    const lead = await givenFrom('Calif');
    rig.hour('2026-03-05T08:00:00Z');
    await rig.work();
    expect(await rig.of(lead, 'lead.recycling-exempted')).toMatchObject([
      { data: { because: [{ code: 'RULE.EXEMPT' }], read: [{ text: 'Calif', code: 'CA', version: 1 }] } },
    ]);
  });
});
