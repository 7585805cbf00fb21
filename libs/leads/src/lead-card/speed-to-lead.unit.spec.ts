import fc from 'fast-check';
import { callData, captureData, moveData, person, pool, StreamHistory } from '#libs/testing';
import { placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { speedToLead } from './speed-to-lead.js';

const BEGIN = Date.parse('2026-03-02T09:00:00.000Z');
const iso = (ms: number): string => new Date(BEGIN + ms).toISOString();
const step = fc.record({ kind: fc.constantFrom('rule', 'person', 'call', 'back', 'message'), ms: fc.integer({ min: 0, max: 90_000 }) });

describe('speed to lead', () => {
  it('R3.6 R2.17 whatever happens to a lead, system delay, wait for a dispatcher and human delay add up to the whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000 }), fc.array(step, { maxLength: 6 }), (lateMs, steps) => {
        const history = new StreamHistory('lead-x').add('lead.captured', captureData('x'), { occurredAt: iso(0), knownAt: iso(lateMs) });
        let at = lateMs;
        for (const { kind, ms } of steps) {
          at += ms;
          const said = { knownAt: iso(at) };
          const actor = { kind: 'automation' as const, id: 'north@1', assurance: 'process' };
          if (kind === 'rule') history.add('lead.assigned', moveData(person('Ana')), { ...said, actor });
          else if (kind === 'person') history.add('lead.claimed', moveData(person('Bo')), said);
          else if (kind === 'back') history.add('lead.released', moveData(pool('intake')), said);
          else history.add('lead.follow-up-recorded', callData('Ana', { automatic: kind === 'message' }), said);
        }
        const events = placedEvents(history.positioned() as PositionedLeadEvent[]);
        const speed = speedToLead(events, events[0]!);
        const parts = [speed.systemDelaySeconds, speed.dispatchWaitSeconds, speed.humanDelaySeconds].map((part) => part ?? 0);
        for (const part of parts) expect(part).toBeGreaterThanOrEqual(0);
        if (speed.totalSeconds !== null) expect(parts.reduce((a, b) => a + b)).toBe(speed.totalSeconds);
        expect(speed.totalSeconds !== null).toBe(steps.some(({ kind }) => kind === 'call'));
      }),
    );
  });
});
