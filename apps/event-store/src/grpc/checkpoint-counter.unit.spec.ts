import { CheckpointCounter } from './checkpoint-counter.js';

describe('checkpoints of a filtered subscription', () => {
  it('come after each interval of events considered, and at the end of history', () => {
    const counter = new CheckpointCounter(3, 0);
    const due = [1, 2, 3, 4, 5, 6, 7].map((position) => counter.considered(position));
    expect(due).toEqual([null, null, 3, null, null, 6, null]);
    expect(counter.atEnd(7)).toBe(7);
    expect(counter.atEnd(7)).toBeNull();
  });

  it('start where the subscription starts, and are silent in an empty log and before a start in the future', () => {
    expect(new CheckpointCounter(3, 5).atEnd(5)).toBe(5);
    expect(new CheckpointCounter(3, 0).atEnd(0)).toBeNull();
    expect(new CheckpointCounter(3, 50).atEnd(5)).toBeNull();
  });
});
