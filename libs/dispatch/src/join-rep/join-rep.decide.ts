import { attributesCheck, type DecideContext, type Decision, idCheck, nameCheck, outcome } from '../decision.js';
import { type JoinRep } from '../organisation-action.js';
import { type RepState } from '../rep-state.js';

/**
 * A rep joins once; told again with another name or other facts, the profile changes, and told the same nothing happens. An import in which nothing but
 * the id occurs says that somebody of that id was there: it renames nobody, and brings nobody back who has left.
 */
export const decideJoinRep = (state: RepState, { rep, name, attributes = {} }: JoinRep, context: DecideContext): Decision =>
  outcome(context, [idCheck('rep', rep), nameCheck(name), ...attributesCheck(attributes)], [], () => {
    if (context.imported && state.status !== 'none' && onlyOccurs({ rep, name, attributes })) return [];
    if (state.status !== 'active') return [{ type: 'rep.joined', data: { repId: rep, name, attributes } }];
    return isSame(state, name, attributes) ? [] : [{ type: 'rep.profile-changed', data: { name, attributes } }];
  });

/** Of somebody nothing but the id is said. */
export const onlyOccurs = ({ rep, name, attributes = {} }: Pick<JoinRep, 'rep' | 'name' | 'attributes'>): boolean =>
  name === rep && Object.keys(attributes).length === 0;

const isSame = (state: RepState, name: string, attributes: RepState['attributes']): boolean =>
  state.name === name &&
  Object.keys(state.attributes).length === Object.keys(attributes).length &&
  Object.entries(attributes).every(([key, value]) => state.attributes[key] === value);
