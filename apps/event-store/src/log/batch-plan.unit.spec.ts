import fc from 'fast-check';
import { BatchPlan } from './batch-plan.js';
import { type ProposedEvent } from './log-record.js';
import { RecentIds } from './recent-ids.js';
import { type StreamHead } from './stream-head.js';
import { type WriteOperation } from './write-operation.js';

const event = (id: string): ProposedEvent => ({ id, type: 't', isJson: true, data: Buffer.from('{}'), metadata: Buffer.from('') });
const expected = fc.oneof(fc.constantFrom('any' as const, 'no-stream' as const, 'stream-exists' as const), fc.integer({ min: 0, max: 4 }));
const stream = fc.constantFrom('a', 'b', '$$a');
const operation: fc.Arbitrary<WriteOperation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      stream,
      events: fc.array(fc.constantFrom('1', '2', '3').map(event), { maxLength: 3 }),
      expected,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('delete' as const), stream: fc.constantFrom('a', 'b'), hard: fc.boolean(), expected }),
  },
);

/** Commits the operations in batches of these sizes; a later batch knows the earlier only by what was committed. */
function commit(operations: readonly WriteOperation[], sizes: readonly number[]) {
  const heads = new Map<string, StreamHead>();
  const recent = new RecentIds(1_000);
  const stored = new Map<string, { id: string; revision: number; position: number }>();
  const log: string[] = [];
  const outcomes: unknown[] = [];
  let [position, streamId, at] = [0, 0, 0];
  for (let batch = 0; at < operations.length; batch++) {
    const size = sizes[batch % sizes.length]!;
    const plan = new BatchPlan({ position, streamId, nowMs: 0, heads, recent, stored, newId: () => 'new' });
    for (const next of operations.slice(at, at + size)) outcomes.push(plan.add(next));
    at += size;
    plan.records.forEach(({ stream: name, revision, id, position: place }, index) => {
      stored.set(`${plan.streamIds[index]} ${revision}`, { id, revision, position: place });
      log.push(`${place} ${name}@${revision} ${id}`);
    });
    for (const [base, head] of plan.heads) heads.set(base, head);
    ({ lastPosition: position, lastStreamId: streamId } = plan);
  }
  return { log, outcomes };
}

describe('a group commit', () => {
  it('writes and answers the same as committing the operations one by one', () => {
    fc.assert(
      fc.property(
        fc.array(operation, { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        (operations, sizes) => {
          expect(commit(operations, sizes)).toEqual(commit(operations, [1]));
        },
      ),
    );
  });
});
