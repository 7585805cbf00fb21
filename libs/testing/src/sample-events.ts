import { type EventData, type Holder } from '#libs/contracts';
import { derivedId } from '#libs/platform';

export const person = (id: string): Holder => ({ kind: 'person', id });
export const pool = (id: string): Holder => ({ kind: 'pool', id });

/** Data of a capture: a lead that the intake pool holds, from nobody known, unless said otherwise. */
export function captureData(
  leadId: string,
  said: Partial<EventData<'lead.captured'>> & { externalId?: string } = {},
): EventData<'lead.captured'> {
  const { externalId, ...rest } = said;
  return {
    leadId,
    personId: null,
    holder: pool('intake'),
    team: null,
    inquiry: {
      inquiryId: derivedId('inquiry', leadId),
      source: 'autumn-ad',
      channel: 'social',
      medium: 'form',
      campaign: null,
      externalSource: externalId === undefined ? null : 'crm',
      externalId: externalId ?? null,
      attributes: {},
      contactPoints: [],
      payloadHash: null,
      sealed: null,
    },
    ...rest,
  };
}

/** Data of a change of hands. */
export const moveData = (to: Holder, said: { team?: string; previous?: Holder; reason?: string } = {}) => ({
  to,
  team: said.team ?? null,
  previous: said.previous ?? pool('intake'),
  reason: said.reason ?? null,
});

/** Data of a call that a rep made. */
export const callData = (by: string, said: Partial<EventData<'lead.follow-up-recorded'>> = {}): EventData<'lead.follow-up-recorded'> => ({
  followUpId: derivedId('follow-up', by, said.type ?? '', said.outcome ?? ''),
  type: 'call',
  direction: 'outbound',
  outcome: 'reached',
  automatic: false,
  by,
  sealedNote: null,
  ...said,
});
