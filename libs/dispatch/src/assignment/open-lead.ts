import { type Attributes, type Holder, type PositionedEvent } from '#libs/contracts';

/** What brought the present holder in, where a policy did. */
export interface Automatic {
  readonly decisionId: string;
  readonly team: string;
  readonly policy: { readonly name: string; readonly version: number };
  readonly entry: string | null;
  readonly chosen: Holder;
  readonly fairness: { readonly rep: string; readonly turns: number; readonly weight: number } | null;
}

/** A lead that is not closed, as far as distribution needs it. Plain JSON but for the infinite `since` of histories that do not say. */
export interface OpenLead {
  readonly leadId: string;
  readonly inquiryId: string;
  readonly source: string;
  readonly channel: string;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly attributes: Attributes;
  readonly inquiries: number;
  readonly personIds: readonly string[];
  readonly holder: Holder;
  /** Effective start of the holding, and of the event before by revision (milliseconds since the epoch; −Infinity where history does not say). */
  readonly since: number;
  readonly lastStart: number;
  readonly revision: number;
  /** The event by which the holder got it: a decision made on an earlier one is void. */
  readonly arrived: {
    readonly position: number;
    readonly revision: number;
    /** Recorded, milliseconds since the epoch. */
    readonly at: number;
    /** By whom: history and decisions are not distributed again. */
    readonly by: 'command' | 'import' | 'decision';
  };
  readonly former: { readonly rep: string; readonly until: number } | null;
  readonly automatic: Automatic | null;
  /** Reps who could not take it, since it arrived. */
  readonly refused: readonly { readonly rep: string; readonly code: string }[];
  /** Policies in test that have decided about it since it arrived: `name@version`. */
  readonly tested: readonly string[];
}

export type OwnershipEvent = PositionedEvent<'lead.assigned' | 'lead.claimed' | 'lead.transferred' | 'lead.released' | 'lead.recycled'>;

const arrivalOf = (event: PositionedEvent): OpenLead['arrived'] => ({
  position: event.position,
  revision: event.revision,
  at: Date.parse(event.metadata.knownAt),
  by: event.metadata.importId !== undefined ? 'import' : event.metadata.decisionId !== undefined ? 'decision' : 'command',
});

export function capturedLead(event: PositionedEvent<'lead.captured'>, start: number): OpenLead {
  const { leadId, personId, holder, inquiry } = event.data;
  return {
    leadId,
    inquiryId: inquiry.inquiryId,
    source: inquiry.source,
    channel: inquiry.channel,
    medium: inquiry.medium,
    campaign: inquiry.campaign,
    attributes: inquiry.attributes,
    inquiries: 1,
    personIds: personId === null ? [] : [personId],
    holder,
    since: start,
    lastStart: start,
    revision: event.revision,
    arrived: arrivalOf(event),
    former: null,
    automatic: null,
    refused: [],
    tested: [],
  };
}

/** The lead in the hands of another. Whoever had it is remembered for the cool-down. */
export function movedLead(lead: OpenLead, event: PositionedEvent, to: Holder, start: number, automatic: Automatic | null): OpenLead {
  return {
    ...lead,
    holder: to,
    since: start,
    lastStart: start,
    revision: event.revision,
    arrived: arrivalOf(event),
    former: lead.holder.kind === 'person' ? { rep: lead.holder.id, until: start } : lead.former,
    automatic,
    refused: [],
    tested: [],
  };
}

/** What else an event changes: facts of the case, never the holder. */
export function toldLead(lead: OpenLead, event: PositionedEvent, start: number): OpenLead {
  const told = { ...lead, revision: event.revision, lastStart: start };
  switch (event.type) {
    case 'lead.inquiry-received': {
      const { personId, inquiry } = event.data;
      return {
        ...told,
        inquiries: lead.inquiries + 1,
        attributes: { ...lead.attributes, ...inquiry.attributes },
        personIds: personId === null || lead.personIds.includes(personId) ? lead.personIds : [...lead.personIds, personId],
      };
    }
    case 'lead.attributes-changed':
      return { ...told, attributes: { ...lead.attributes, ...event.data.attributes } };
    default:
      return told;
  }
}
