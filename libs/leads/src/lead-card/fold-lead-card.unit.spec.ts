import { callData, captureData, moveData, person, StreamHistory } from '#libs/testing';
import { placedEvents, type PositionedLeadEvent } from '../ownership/placed-events.js';
import { leadCard } from './fold-lead-card.js';

const cardOf = (history: StreamHistory) => leadCard(placedEvents(history.positioned() as PositionedLeadEvent[]), Infinity)!;
const captured = (): StreamHistory =>
  new StreamHistory('lead-x').add('lead.captured', captureData('x'), {
    occurredAt: '2026-03-02T09:00:00Z',
    knownAt: '2026-03-02T09:00:05Z',
  });

describe('the card of a lead', () => {
  it('R2.17 splits speed to lead into what the machine, the dispatcher and the rep took', () => {
    const byPerson = captured()
      .add('lead.assigned', moveData(person('Ana')), { knownAt: '2026-03-02T10:00:05Z' })
      .add('lead.follow-up-recorded', callData('Ana', { automatic: true, by: null }), { knownAt: '2026-03-02T10:01:00Z' })
      .add('lead.follow-up-recorded', callData('Ana', { direction: 'inbound' }), { knownAt: '2026-03-02T10:02:00Z' })
      .add('lead.follow-up-recorded', callData('Ana'), { knownAt: '2026-03-02T10:30:05Z' });
    expect(cardOf(byPerson).speedToLead).toEqual({
      systemDelaySeconds: 5,
      dispatchWaitSeconds: 3_600,
      humanDelaySeconds: 1_800,
      totalSeconds: 5_405,
    });
    expect(cardOf(captured()).speedToLead).toEqual({
      systemDelaySeconds: 5,
      dispatchWaitSeconds: null,
      humanDelaySeconds: null,
      totalSeconds: null,
    });
  });

  it('R0.1 names origin, the inquiries that repeat the first, and whether anybody touched it', () => {
    const { inquiry } = captureData('x');
    const card = cardOf(
      captured().add('lead.inquiry-received', { personId: null, inquiry: { ...inquiry, inquiryId: 'second', channel: 'phone' } }),
    );
    expect(card).toMatchObject({
      origin: { inquiryId: inquiry.inquiryId, source: 'autumn-ad', channel: 'social', payloadHash: null },
      repeats: [{ inquiryId: 'second', duplicateOf: inquiry.inquiryId, channel: 'phone' }],
      untouched: true,
      recycleDueAt: null,
    });
  });
});
