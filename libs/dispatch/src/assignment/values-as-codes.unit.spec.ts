import { holdingAfter } from '#libs/leads';
import { type policyDocument } from '../dispatcher/policy-document.fixture.js';
import { GivenLog } from './given-dispatch.fixture.js';

const CALIFORNIA = ['CA', 'Calif', 'California', 'Cali', 'Ca.'] as const;
const states = { CA: ['Calif', 'California', 'Cali', 'Ca.'], NY: ['New York'] };
const byState = {
  entries: `[{ name: west, when: 'attributes.state == "California"', strategy: round-robin }, { name: rest, strategy: round-robin }]`,
};

const north = (policy: Parameters<typeof policyDocument>[0] = byState) =>
  new GivenLog(undefined, holdingAfter).hire('North', 'A', 'B').enforce(policy);
const decidedFor = (log: GivenLog, state: string) => {
  log.capture(`lead ${log.events.length}`, { state });
  return log.decide()[0]!;
};
const entryOf = (log: GivenLog, state: string): string | null => decidedFor(log, state).rule.name;
const won = (log: GivenLog, rep: string, state: string): void => {
  const lead = log.capture(`lead ${log.events.length}`, { state }, { importId: 'crm', holder: { kind: 'person', id: rep } });
  log.tell(`lead-${lead}`, 'lead.won', { value: null, reason: null });
};

describe('conditions of a policy', () => {
  it('R3.1 see the code of a value: five spellings of California go one way, whichever of them the policy names', () => {
    for (const named of CALIFORNIA) {
      const when = `attributes.state == "${named}"`;
      const log = north({
        entries: `[{ name: west, when: '${when}', strategy: round-robin }, { name: rest, strategy: round-robin }]`,
      }).vocabulary('state', states);
      expect([...CALIFORNIA, ' calif ', 'New York', 'Bavaria'].map((state) => entryOf(log, state))).toEqual([
        ...Array<string>(6).fill('west'),
        'rest',
        'rest',
      ]);
    }
  });

  it('R2.11 R3.2 see the vocabulary as it stood when it was decided, and the record says which text was read as which code', () => {
    const log = north().vocabulary('state', { CA: ['California'], NY: [] });
    const before = decidedFor(log, 'Kalifornia');
    expect(before).toMatchObject({ rule: { name: 'rest' } });
    expect(before.read).toEqual([{ fact: 'attributes.state', text: 'Kalifornia', code: null, vocabulary: 'state', version: 1 }]);
    log.vocabulary('state', { CA: ['California', 'Kalifornia'], NY: [] });
    const after = decidedFor(log, 'Kalifornia');
    expect(after).toMatchObject({ rule: { name: 'west' } });
    expect(after.read).toEqual([{ fact: 'attributes.state', text: 'Kalifornia', code: 'CA', vocabulary: 'state', version: 2 }]);
  });

  it('R2.11 a lead that no policy took is looked at again when a vocabulary learns its word', () => {
    const log = north({ takes: `'attributes.state == "CA"'` }).vocabulary('state', { CA: [] });
    log.capture('far', { state: 'Kalifornia' });
    expect(log.decide()).toEqual([]);
    log.vocabulary('state', { CA: ['Kalifornia'] });
    log.fold.work.refresh();
    expect(log.decide()).toMatchObject([{ leadId: 'far' }]);
  });

  it('R2.19 a figure counts what was won under any spelling of the value', () => {
    const figures =
      'figures: { wins: { of: won, having: { attribute: state, value: Calif } }, same: { of: won, having: { attribute: state } } }';
    for (const fit of ['rep.wins', 'rep.same']) {
      const log = north({ entries: `[{ name: best, strategy: best-fit, fit: ${fit} }]`, more: figures }).vocabulary('state', states);
      won(log, 'A', 'California');
      won(log, 'B', 'Calif');
      won(log, 'B', 'Ca.');
      won(log, 'A', 'New York');
      expect(decidedFor(log, 'Cali')).toMatchObject({ chosen: { id: 'B' }, comparison: { value: 2, next: { rep: 'A', value: 1 } } });
    }
  });

  it('R2.19 a territory is the value, however the lead and the profile of the rep are written', () => {
    const log = north({ entries: '[{ name: home, strategy: territory, by: state }]' }).vocabulary('state', states);
    log.tell('rep-B', 'rep.profile-changed', { name: 'B', attributes: { state: 'New York, California' } });
    expect(decidedFor(log, 'Ca.')).toMatchObject({ chosen: { id: 'B' } });
    expect(decidedFor(log, 'CA').candidates[0]).toMatchObject({ rep: 'A', excluded: { code: 'other-territory' } });
  });
});
