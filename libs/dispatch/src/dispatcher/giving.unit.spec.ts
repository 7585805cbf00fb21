import { createLogger, invalid, unavailable } from '#libs/platform';
import { type Promised } from '../assignment/promise-book.js';
import { GivingQueue } from './giving.js';
import { Retries } from './retries.js';

const AT_ONCE = 64;

/** A decision for Ana about the lead of this name. */
const promised = (lead: string): Promised =>
  ({
    team: 'North',
    overtaken: null,
    decision: {
      decisionId: `decision ${lead}`,
      leadId: lead,
      team: 'North',
      policy: { name: 'north', version: 1 },
      rule: { kind: 'entry', name: 'all', strategy: 'round-robin' },
      chosen: { kind: 'person', id: 'Ana' },
      fallbacks: [],
      leadRevision: 0,
    },
  }) as unknown as Promised;

/** A queue whose leads are given by `give`, on a clock that is set by hand. */
function given(give: (lead: string) => Promise<void>) {
  let now = 0;
  const tries: string[] = [];
  const told: string[] = [];
  const retries = new Retries(createLogger({ logLevel: 'silent' }, 'test'), 'A lead could not be given', () => now);
  const queue = new GivingQueue({
    giver: {
      give: ({ leadId }) => {
        tries.push(leadId);
        return give(leadId);
      },
      giveBack: () => Promise.resolve(),
    },
    retries,
    onRefused: () => undefined,
    tell: ({ decision }, message, failures) => Promise.resolve(told.push(`${decision.leadId}: ${message} (${failures})`)),
  });
  const settled = (): Promise<void> => new Promise(setImmediate);
  return { queue, tries, told, settled, wait: (ms: number) => (now += ms) };
}

describe('giving leads', () => {
  it('R6.5 what fails by a defect is tried again with growing pauses, and told to a person', async () => {
    const { queue, tries, told, settled, wait } = given(() => Promise.reject(new TypeError('x is undefined')));
    for (let quarter = 0; quarter < 4 * 300; quarter++, wait(250)) {
      queue.start(promised('stuck'), null);
      await settled();
    }
    // Five minutes: after 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 and 63.5 seconds, then once a minute.
    expect(tries).toHaveLength(11);
    expect(told).toEqual(['stuck: x is undefined (8)']);
  });

  it('leads that cannot be given leave their places to the others at once', async () => {
    const { queue, tries, settled } = given((lead) =>
      lead === 'good' ? Promise.resolve() : Promise.reject(unavailable('EVENT_STORE.UNAVAILABLE', 'away')),
    );
    for (let n = 0; n < 2 * AT_ONCE; n++) queue.start(promised(`stuck ${n}`), null);
    queue.start(promised('good'), null);
    for (let turn = 0; turn < 4; turn++) await settled();
    expect(tries).toHaveLength(2 * AT_ONCE + 1);
    expect(tries).toContain('good');
  });

  it('what a rule stands against comes out as a refusal, and is not tried again', async () => {
    const { queue, tries, settled } = given(() => Promise.reject(invalid({ code: 'LIMITS.HOLDING', message: 'Ana holds enough' })));
    for (let turn = 0; turn < 3; turn++) {
      queue.start(promised('full'), null);
      await settled();
    }
    expect(tries).toEqual(['full']);
    expect(queue.take('North')).toMatchObject([{ because: 'refused', refused: { rep: 'Ana', code: 'LIMITS.HOLDING' } }]);
  });

  it('closing ends what is under way and begins nothing more', async () => {
    const ends: (() => void)[] = [];
    const { queue, tries, settled } = given(() => new Promise((resolve) => ends.push(resolve)));
    for (let n = 0; n < 3 * AT_ONCE; n++) queue.start(promised(`lead ${n}`), null);
    await settled();
    const closed = queue.close();
    for (const end of ends) end();
    await closed;
    expect(tries).toHaveLength(AT_ONCE);
  });
});
