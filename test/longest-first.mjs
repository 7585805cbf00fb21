import TestSequencer from '@jest/test-sequencer';

/** Whole systems that are started, killed and filled take longest, single functions least. */
const LONGEST_FIRST = ['chaos', 'e2e', 'int', 'unit'];
const rank = ({ path }) => LONGEST_FIRST.findIndex((kind) => path.includes(`.${kind}.`));

/** Starts what takes longest first, so that no worker is left alone with it at the end. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rank(a) - rank(b));
  }
}
