import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { grantableRights, type GivenRights, isGrantable } from '../rights/grantable-rights.js';
import { modeAt, type ModeVersions, organisationModeAt } from '../visibility/visibility.evolve.js';
import { visibilityModes } from '../visibility/visibility-table.js';
import {
  type AccessAction,
  type ChangeTeamVisibility,
  type ChangeVisibility,
  type GiveRight,
  type WithdrawRight,
} from './access-action.js';

/** What one stream of settings says. */
export interface AccessState {
  readonly modes: ModeVersions;
  readonly rights: GivenRights;
}

/** Loaded before. */
export interface AccessFacts {
  readonly now: number;
  readonly teamExists: boolean;
  /** The organisation's modes, where a team's are changed. */
  readonly organisation: ModeVersions;
}

export interface AccessDecision {
  readonly violations: readonly Violation[];
  /** None: it is so already. */
  readonly events: readonly LedgerEvent[];
}

type Verdict = Violation | null;

export function decideAccess(state: AccessState, action: AccessAction, facts: AccessFacts): AccessDecision {
  switch (action.do) {
    case 'change-visibility':
      return decideVisibility(state, action, facts);
    case 'change-team-visibility':
      return decideTeamVisibility(state, action, facts);
    case 'give-right':
    case 'withdraw-right':
      return decideRight(state, action);
  }
}

const outcome = (verdicts: readonly Verdict[], events: () => readonly LedgerEvent[]): AccessDecision => {
  const violations = verdicts.filter((verdict) => verdict !== null);
  return { violations, events: violations.length > 0 ? [] : events() };
};

function decideVisibility({ modes }: AccessState, { mode, reason }: ChangeVisibility, { now }: AccessFacts): AccessDecision {
  return outcome([reasonCheck(reason), modeCheck(mode)], () =>
    modeAt(modes, now)?.mode === mode
      ? []
      : [{ type: 'settings.visibility-changed', data: { version: (modes.at(-1)?.version ?? 0) + 1, mode, reason } }],
  );
}

function decideTeamVisibility({ modes }: AccessState, { team, mode, reason }: ChangeTeamVisibility, facts: AccessFacts): AccessDecision {
  const present = modeAt(modes, facts.now)?.mode ?? null;
  const ofAll = organisationModeAt(facts.organisation, facts.now).mode;
  return outcome(
    [
      facts.teamExists ? null : { code: 'TEAM.NOT_FOUND', message: `There is no team ${team}; create it first` },
      reasonCheck(reason),
      mode === null ? null : modeCheck(mode),
      mode !== null && visibilityModes.indexOf(mode) < visibilityModes.indexOf(ofAll)
        ? {
            code: 'VISIBILITY.WIDER_THAN_ORGANISATION',
            message: `The organisation has decided for ${ofAll}; a team can be narrower, not wider`,
            path: 'mode',
            detail: { organisation: ofAll },
          }
        : null,
    ],
    () =>
      present === mode ? [] : [{ type: 'team.visibility-changed', data: { version: (modes.at(-1)?.version ?? 0) + 1, mode, reason } }],
  );
}

function decideRight({ rights }: AccessState, { do: kind, person, right, reason }: GiveRight | WithdrawRight): AccessDecision {
  const unknown: Verdict = isGrantable(right)
    ? null
    : {
        code: 'RIGHT.NOT_GRANTABLE',
        message: `${right} cannot be given to a person; only ${grantableRights.join(', ')} can. Other permissions come with a role`,
        path: 'right',
      };
  const given = kind === 'give-right';
  return outcome([reasonCheck(reason), unknown, personCheck(person)], () => {
    if (rights.includes(right) === given) return [];
    const data = { right, reason };
    if (person === null) return [given ? { type: 'settings.right-given', data } : { type: 'settings.right-withdrawn', data }];
    const ofPerson = { userId: person, ...data };
    return [given ? { type: 'user.right-given', data: ofPerson } : { type: 'user.right-withdrawn', data: ofPerson }];
  });
}

const reasonCheck = (reason: string): Verdict =>
  reason.trim() !== '' && reason.length <= 4_000
    ? null
    : { code: 'REASON.MISSING', message: 'Say why, in 1 to 4,000 characters', path: 'reason' };

const personCheck = (person: string | null): Verdict =>
  person === null || (person !== '' && person.length <= 128 && !/[\u0000-\u001f\u007f]/.test(person))
    ? null
    : { code: 'ID.MALFORMED', message: 'person must be 1 to 128 characters without control characters', path: 'person' };

const modeCheck = (mode: string): Verdict =>
  (visibilityModes as readonly string[]).includes(mode)
    ? null
    : { code: 'VISIBILITY.MODE_UNKNOWN', message: `mode must be one of ${visibilityModes.join(', ')}`, path: 'mode' };
