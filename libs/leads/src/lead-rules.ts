import { type Holder } from '#libs/contracts';
import { type DecideContext, holderOf, type Verdict } from './decision.js';
import { type LeadState } from './lead-state.js';

/** What every command on a lead that should exist asks first; no event can be kept for a lead that does not. */
export const exists = (state: LeadState): Verdict =>
  state.status === 'none' ? { code: 'LEAD.NOT_FOUND', message: 'There is no such lead; capture its inquiry first' } : null;

export const isOpen = (state: LeadState): Verdict =>
  state.status === 'open' || state.status === 'none'
    ? null
    : {
        code: 'LEAD.CLOSED',
        message: `The lead is ${state.status === 'invalid' ? 'marked invalid' : state.status}; reopen it first`,
        detail: { status: state.status },
      };

const sameHolder = (a: Holder, b: Holder): boolean => a.kind === b.kind && (a.kind === 'unknown' || a.id === (b as { id?: string }).id);

/** Whoever stays but for another team is another holder: the time counts for that team from there on. */
const holdsAlready = (state: LeadState, to: Holder, team: string | null, context: DecideContext): boolean => {
  const present = holderOf(state, context);
  return present !== null && sameHolder(present.to, to) && present.team === team;
};

export const changesHolder = (state: LeadState, to: Holder, team: string | null, context: DecideContext): Verdict =>
  holdsAlready(state, to, team, context)
    ? { code: 'LEAD.SAME_HOLDER', message: `${nameOf(to)} already holds the lead; nothing would change`, path: 'to' }
    : null;

export const differentHolder = (state: LeadState, to: Holder, team: string | null, context: DecideContext): Verdict =>
  holdsAlready(state, to, team, context)
    ? { code: 'LEAD.SAME_HOLDER', message: `${nameOf(to)} already holds the lead; transfer it to someone else`, path: 'to' }
    : null;

/** What was decided on the lead as it was at a revision holds while nobody else has got it since. */
export const unmovedSince = (state: LeadState, revision: number | undefined, context: DecideContext): Verdict => {
  if (revision === undefined || state.ownership.every((entry) => entry.revision <= revision)) return null;
  const holder = holderOf(state, context)?.to ?? { kind: 'unknown' };
  return { code: 'LEAD.MOVED', message: `The lead has gone to ${nameOf(holder)} since this was decided`, detail: { holder } };
};

/** Only what a person or a team has can be given back or recycled. */
export const isHeld = (state: LeadState, context: DecideContext): Verdict => {
  const holder = holderOf(state, context)?.to ?? { kind: 'unknown' };
  return state.status === 'none' || holder.kind === 'person' || holder.kind === 'team'
    ? null
    : {
        code: 'LEAD.NOT_HELD',
        message: `The lead is held by ${nameOf(holder)}, not by a person or a team; there is nothing to give back`,
        detail: { holder },
      };
};

export const nameOf = (holder: Holder): string => (holder.kind === 'unknown' ? 'nobody known' : `${holder.kind} ${holder.id}`);
