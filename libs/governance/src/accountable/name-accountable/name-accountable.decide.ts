import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { type AccountableState } from '../accountable-state.js';

export interface NameAccountable {
  readonly do: 'name-accountable';
  readonly domain: string;
  /** Id of a rep. */
  readonly person: string;
  readonly reason: string;
}

export interface NamedPerson {
  /** Null: no such rep. */
  readonly rep: { readonly active: boolean } | null;
  /** The rep's deactivation was begun and is not done yet. */
  readonly isLeaving: boolean;
  /** Whether the name is that of a team. */
  readonly isTeam: boolean;
}

export type NamingDecision =
  | { readonly kind: 'events'; readonly events: readonly LedgerEvent<'settings.accountable-named'>[] }
  | { readonly kind: 'rejected'; readonly violations: readonly [Violation, ...Violation[]] };

/** Exactly one person per domain, never a team: what everybody answers for nobody does. */
export function decideNaming(state: AccountableState, { domain, person, reason }: NameAccountable, named: NamedPerson): NamingDecision {
  const [first, ...others] = [...personFaults(person, named), ...(reason.trim() === '' ? [NO_REASON] : [])];
  if (first) return { kind: 'rejected', violations: [first, ...others] };
  const previous = state[domain]?.person ?? null;
  if (previous === person) return { kind: 'events', events: [] };
  return { kind: 'events', events: [{ type: 'settings.accountable-named', data: { domain, person, previous, reason } }] };
}

const NO_REASON: Violation = { code: 'REASON.MISSING', message: 'Give a reason', path: 'reason' };

function personFaults(person: string, { rep, isLeaving, isTeam }: NamedPerson): readonly Violation[] {
  if (rep?.active && isLeaving)
    return [
      {
        code: 'REP.LEAVING',
        message: `${person} is being deactivated; name someone who stays, or see that the deactivation ends`,
        path: 'person',
      },
    ];
  if (rep?.active) return [];
  if (rep) return [{ code: 'REP.INACTIVE', message: `${person} is deactivated; name someone who works here`, path: 'person' }];
  return isTeam
    ? [{ code: 'ACCOUNTABLE.TEAM', message: `${person} is a team; name one person, who can ask the team for help`, path: 'person' }]
    : [{ code: 'REP.NOT_FOUND', message: `There is no rep ${person}; let the rep join first`, path: 'person' }];
}
