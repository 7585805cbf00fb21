import { type Finding, type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type RepState } from './rep-state.js';

export type OrganisationFact = LedgerEvent<
  | 'rep.joined'
  | 'rep.profile-changed'
  | 'rep.team-joined'
  | 'rep.team-left'
  | 'rep.membership-changed'
  | 'rep.deactivated'
  | 'rep.leave-announced'
  | 'rep.leave-withdrawn'
  | 'rep.absence-announced'
  | 'rep.absence-changed'
  | 'rep.absence-cancelled'
  | 'rep.capacity-set'
  | 'rep.calendar-set'
  | 'rep.on-call-set'
  | 'rep.on-call-cancelled'
  | 'rep.confirmed'
  | 'rep.membership-confirmed'
  | 'rep.import-retracted'
  | 'team.created'
  | 'team.calendar-set'
  | 'team.manager-named'
  | 'team.confirmed'
  | 'team.import-retracted'
  | 'pool.created'
  | 'pool.confirmed'
  | 'pool.import-retracted'
  | 'calendar.published'
>;

export interface DecideContext {
  /** Where the command takes effect, milliseconds since the epoch. */
  readonly at: number;
  /** Said by an import, of what was: kept as it was, with the rules noted that it broke. Else somebody wants it so, and breaking a rule refuses it. */
  readonly imported: boolean;
  /** Whether the team that the action names exists. */
  readonly teamExists: boolean;
  /** Whether the calendar that the action names exists. */
  readonly calendarExists: boolean;
  /** The other person that the action names (cover, manager). */
  readonly named: RepState;
  /** Where a day begins: the zone of the rep's calendar, else that of the organisation. */
  readonly zone: string;
  /** For what the command makes and does not name. */
  readonly newId: string;
  /** What the rep answers for and has no successor in. */
  readonly duties: readonly string[];
}

/** No events: it is so already. */
export type Decision =
  | { readonly kind: 'events'; readonly events: readonly OrganisationFact[]; readonly findings: readonly Finding[] }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

export type Verdict = Violation | null;

/** Ends every decide: `impossible` always refuses, `breaches` refuse what is not imported; all of them are named. */
export function outcome(
  context: DecideContext,
  impossible: readonly Verdict[],
  breaches: readonly Verdict[],
  events: () => readonly OrganisationFact[],
): Decision {
  const never = impossible.filter((verdict) => verdict !== null);
  const broken = breaches.filter((verdict) => verdict !== null);
  const [first, ...others] = never.length > 0 || !context.imported ? [...never, ...broken] : [];
  if (first) return { kind: 'rejected', violations: [first, ...others] };
  return { kind: 'events', events: events(), findings: broken.map(({ code, message }) => ({ code, message })) };
}

const CONTROL = /[\u0000-\u001f\u007f]/;

export const idCheck = (path: string, id: string): Verdict =>
  id !== '' && id.length <= 128 && !CONTROL.test(id)
    ? null
    : { code: 'ID.MALFORMED', message: `${path} must be 1 to 128 characters without control characters`, path };

export const notFoundCheck = (what: 'team' | 'calendar', id: string, exists: boolean): Verdict =>
  exists
    ? null
    : {
        code: `${what.toUpperCase()}.NOT_FOUND`,
        message: `There is no ${what} ${id}; ${what === 'team' ? 'create' : 'publish'} it first`,
        path: what,
      };

export const nameCheck = (name: string): Verdict =>
  name.trim() !== '' && name.length <= 256 ? null : { code: 'NAME.MALFORMED', message: 'Give a name of 1 to 256 characters', path: 'name' };

const isFact = (value: unknown): boolean =>
  value === null ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length <= 4_000) ||
  (typeof value === 'number' && Number.isFinite(value));

export const attributesCheck = (attributes: Readonly<Record<string, unknown>> = {}): readonly Verdict[] =>
  Object.entries(attributes).map(([name, value]) =>
    /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name) && isFact(value)
      ? null
      : {
          code: 'ATTRIBUTE.MALFORMED',
          message: `Attribute ${name}: a name of letters, digits, "_", "-" and "." (at most 64), with a text, number, truth value or null`,
          path: `attributes.${name}`,
        },
  );
