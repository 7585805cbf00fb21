import { type EventData, type OccurredAt, type RecordedLedgerEvent } from '#libs/contracts';
import { OPEN_POOL } from '#libs/dispatch';
import { derivedId } from '#libs/platform';
import { decideInTime } from './decide-in-time.js';
import { type Decision, type OrganisationView, type PreparedIntake } from './decision.js';
import { type CommandEnvelope } from './command-envelope.js';
import { type LeadAction } from './lead-action.js';
import { leadFold } from './lead-fold.js';
import { initialLead, type LeadEventType, type LeadState } from './lead-state.js';

const NOW = '2026-03-10T12:00:00.000Z';
export const LEAD = '0190b1f0-0000-7000-8000-000000000001';

export interface Past {
  readonly type: LeadEventType;
  readonly data: unknown;
  readonly at: string | OccurredAt;
  readonly by?: string;
  readonly importId?: string;
}

/** An event of the past: `past('lead.won', { value: null, reason: null }, '2026-03-02T10:00:00Z')`. */
export const past = <T extends LeadEventType>(
  type: T,
  data: EventData<T>,
  at: string | OccurredAt,
  said: { by?: string; importId?: string } = {},
): Past => ({ type, data, at, ...said });

export const intake: PreparedIntake = {
  leadId: LEAD,
  personId: null,
  findings: [],
  inquiry: {
    inquiryId: derivedId('inquiry', 'test'),
    source: 'autumn-ad',
    channel: 'social',
    medium: null,
    campaign: null,
    externalSource: null,
    externalId: null,
    attributes: {},
    contactPoints: [],
    payloadHash: null,
    sealed: null,
  },
};

export const captured = (at = '2026-03-01T09:00:00.000Z', importId?: string): Past => ({
  type: 'lead.captured',
  data: { leadId: LEAD, personId: null, holder: { kind: 'pool', id: 'intake' }, team: null, inquiry: intake.inquiry },
  at,
  ...(importId !== undefined && { importId }),
});

export const move = (to: string, reason: string | null = null) => ({
  to: { kind: 'person' as const, id: to },
  team: 'North',
  previous: { kind: 'pool' as const, id: 'intake' },
  reason,
});

const hired = { teamAt: () => null, groupsAt: () => ({ teams: ['North'], roles: [] }), isBoundedAt: () => false };

/** Ana and Bo of team North work here, Cy has left; pools intake and North. */
export const organisation: OrganisationView = {
  rep: (id) =>
    ['Ana', 'Bo'].includes(id) ? { ...hired, active: true, teamAt: () => 'North' } : id === 'Cy' ? { ...hired, active: false } : null,
  hasTeam: (id) => id === 'North',
  pool: (id) => (id === 'intake' ? { team: null, settings: OPEN_POOL } : id === 'North' ? { team: 'North', settings: OPEN_POOL } : null),
};

interface Said extends Partial<Omit<CommandEnvelope, 'actor' | 'occurredAt'>> {
  readonly by?: string;
  readonly kind?: 'person' | 'automation';
  readonly at?: string | OccurredAt;
  readonly enforcement?: 'block' | 'record-only';
}

/** `given(captured()).when({ do: 'win-lead' }).then('lead.won', { value: null, reason: null })`. */
export function given(...history: readonly Past[]) {
  const state = history.map(toEvent).reduce<LeadState>(leadFold.evolve, initialLead);
  return {
    state,
    when(action: LeadAction, { by = 'Ana', kind = 'person', at, enforcement = 'block', ...said }: Said = {}) {
      const envelope: CommandEnvelope = {
        commandId: 'test',
        actor: { kind, id: by, assurance: 'token' },
        ...said,
        ...(at !== undefined && { occurredAt: occurred(at) }),
      };
      const brought = { now: Date.parse(NOW), enforcement, organisation, sealedNote: null, intake };
      const { decision, time } = decideInTime(state, action, envelope, brought);
      return {
        decision,
        time,
        /** Exactly this event. */
        then: (type: LeadEventType, data: unknown): void => expect(accepted(decision).events).toEqual([{ type, data }]),
        /** Refused for exactly these rules. */
        thenRejected: (...codes: readonly string[]): void => expect(codesOf(decision)).toEqual(codes),
        /** Kept, with exactly these findings. */
        thenFindings: (...codes: readonly string[]): void => expect(accepted(decision).findings.map(({ code }) => code)).toEqual(codes),
      };
    },
  };
}

function accepted(decision: Decision): Extract<Decision, { kind: 'events' }> {
  expect(decision).toMatchObject({ kind: 'events' });
  return decision as Extract<Decision, { kind: 'events' }>;
}

const codesOf = (decision: Decision): readonly string[] =>
  decision.kind === 'rejected' ? decision.violations.map(({ code }) => code) : [];

const occurred = (at: string | OccurredAt): OccurredAt =>
  typeof at === 'string' ? { precision: 'instant', value: new Date(at).toISOString() } : at;

function toEvent({ type, data, at, by = 'Mia', importId }: Past, revision: number): RecordedLedgerEvent {
  const commandId = `past ${revision}`;
  const knownAt = new Date(Date.parse('2026-03-08T00:00:00Z') + revision * 1_000).toISOString();
  return {
    id: derivedId(LEAD, commandId, 0),
    stream: `lead-${LEAD}`,
    revision,
    type,
    data,
    metadata: {
      actor: { kind: 'person', id: by, assurance: 'token' },
      commandId,
      commandHash: 'test',
      correlationId: commandId,
      causationId: commandId,
      occurredAt: occurred(at),
      knownAt,
      schemaVersion: 1,
      ...(importId !== undefined && { importId }),
    },
  } as RecordedLedgerEvent;
}
