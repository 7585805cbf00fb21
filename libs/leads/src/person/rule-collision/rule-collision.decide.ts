import { type Holder } from '#libs/contracts';
import { reasonCheck } from '../../checks.js';
import { type Verdict } from '../../decision.js';
import { decided, isKnown, type PersonDecision } from '../decision.js';
import { type RuleCollision } from '../person-action.js';
import { type PersonState } from '../person-state.js';

interface RulingContext {
  readonly personKnown: boolean;
  readonly owner: { readonly active: boolean } | null;
  /** The open leads of the person and of everyone taken for it, with who holds each. */
  readonly openLeads: readonly { readonly leadId: string; readonly holder: Holder }[];
}

/** Says whose customer it is. Only from now on: who owned what before stays as it was. */
export const decideRuling = (state: PersonState, action: RuleCollision, context: RulingContext): PersonDecision => {
  const leads = context.openLeads
    .filter(({ holder }) => !(holder.kind === 'person' && holder.id === action.owner))
    .map(({ leadId, holder }) => ({ leadId, previous: holder }));
  return decided(
    [
      isKnown('person', action.person, context.personKnown),
      standsForItself(state, action.person),
      worksHere(action.owner, context.owner),
      context.personKnown ? collides(context) : null,
      reasonCheck(action.reason),
    ],
    () => ({ type: 'person.collision-ruled', data: { personId: action.person, owner: action.owner, leads, reason: action.reason } }),
  );
};

const standsForItself = (state: PersonState, person: string): Verdict =>
  state.mergedInto === null
    ? null
    : { code: 'PERSON.MERGED', message: `${person} is taken for ${state.mergedInto}; rule on ${state.mergedInto}`, path: 'person' };

function worksHere(owner: string, rep: RulingContext['owner']): Verdict {
  if (rep === null) return { code: 'REP.NOT_FOUND', message: `There is no rep ${owner}; let the rep join first`, path: 'owner' };
  return rep.active ? null : { code: 'REP.INACTIVE', message: `${owner} is deactivated; choose someone who works here`, path: 'owner' };
}

function collides({ openLeads }: RulingContext): Verdict {
  const owners = new Set(openLeads.flatMap(({ holder }) => (holder.kind === 'person' ? [holder.id] : [])));
  return owners.size > 1
    ? null
    : {
        code: 'PERSON.NO_COLLISION',
        message: 'No two reps own open leads of this person, so there is nothing to rule on; transfer a lead instead',
        path: 'person',
      };
}
