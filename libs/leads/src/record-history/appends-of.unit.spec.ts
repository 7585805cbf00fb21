import fc from 'fast-check';
import { type EventToAppend } from '#libs/event-store';
import { appendsOf } from './appends-of.js';

const MOST_BYTES = 1024 * 1024;
const eventOf = (data: unknown): EventToAppend => ({ id: 'x', type: 'lead.assigned', data, metadata: {} }) as unknown as EventToAppend;
const bytesOf = (events: readonly EventToAppend[]): number =>
  events.reduce((sum, { data }) => sum + Buffer.byteLength(JSON.stringify(data)), 0);

describe('the appends of a long history', () => {
  it('keep every event in its order, and stay below a megabyte whatever the texts are written in', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom('\u0001'.repeat(90_000), '界'.repeat(90_000), 'a'.repeat(100_000)),
    );
    fc.assert(
      fc.property(
        fc.array(fc.record({ reason: text, deep: fc.record({ list: fc.array(text, { maxLength: 3 }) }) }), { maxLength: 12 }),
        (datas) => {
          const events = datas.map(eventOf);
          const appends = appendsOf(events);
          expect(appends.flat()).toEqual(events);
          for (const append of appends) expect(append.length === 1 || bytesOf(append) < MOST_BYTES).toBe(true);
        },
      ),
    );
  });

  it('are one where the history is short', () => {
    expect(appendsOf(Array.from({ length: 40 }, () => eventOf({ reason: 'a reason' })))).toHaveLength(1);
  });
});
