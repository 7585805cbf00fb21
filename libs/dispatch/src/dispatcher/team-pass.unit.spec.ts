import { GivenLog } from '../assignment/given-dispatch.fixture.js';
import { TeamPass } from './team-pass.js';

/** What the log takes in one append. */
const MEBIBYTE = 1_048_576;
const bytesOf = (events: readonly unknown[]): number => events.reduce<number>((sum, event) => sum + JSON.stringify(event).length, 0);

describe('what a team owes the log', () => {
  it('R2.7 goes into as many appends as it needs, when a policy is switched off over thousands of leads that wait to be given', () => {
    const log = new GivenLog().hire('North', 'Ana', 'Bo').enforce({});
    for (let n = 0; n < 2_000; n++) log.capture(`lead ${n}`);
    log.decide({ give: false });
    const decisions = [...log.fold.work.promises.values()].map(({ decision }) => decision);
    expect(decisions).toHaveLength(2_000);
    const pass = new TeamPass(log.fold, 'North', log.now, () => 'hash'.repeat(16));
    pass.settle(decisions.map((decision) => ({ decision, because: 'policy-off', by: null, refused: null })));
    expect(log.fold.work.promises.size).toBe(0);
    expect(pass.appends.flat()).toHaveLength(2_000);
    expect(pass.appends.length).toBeGreaterThan(1);
    for (const events of pass.appends) expect(bytesOf(events)).toBeLessThan(MEBIBYTE);
    expect(pass.expected + pass.appends.flat().length).toBe(log.fold.revisionOf('North'));
  });
});
