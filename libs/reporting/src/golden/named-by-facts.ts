import { type Category } from './kept-fields.js';

/** `word`: a word of the business. */
type Named = Category | 'reason' | 'word';

/** What the text of a fact names, by the last name of the fact. Facts that are not here, and attributes of leads, are words. */
const namedByFacts: Readonly<Record<string, readonly Named[]>> = {
  actor: ['rep', 'import', 'word'],
  by: ['rep'],
  chosen: ['rep'],
  chosen_holder: ['rep', 'word'],
  closing_reason: ['reason', 'word'],
  earlier_owners: ['rep'],
  email: ['contact'],
  external_id: ['record'],
  figure_id: ['thing'],
  from_owner: ['rep'],
  holder: ['rep', 'word'],
  holder_at_breach: ['rep', 'word'],
  import_id: ['import'],
  last_owner: ['rep'],
  lead_id: ['lead'],
  met_by: ['rep'],
  owner: ['rep'],
  owner_today: ['rep'],
  overridden_by: ['rep', 'import', 'word'],
  overridden_to: ['rep', 'word'],
  owner_at_breach: ['rep'],
  payload_hash: ['payload'],
  person: ['person'],
  person_now: ['person'],
  person_then: ['person'],
  phone: ['contact'],
  previous_owner: ['rep'],
  rep_id: ['rep'],
};

/** What a text is that is compared with the fact of this path. */
export function namedBy(path: readonly string[]): readonly Named[] {
  const [record, name = ''] = path.length > 1 ? path.slice(-2) : ['', ...path];
  if (record === 'attributes') return ['word'];
  if (record === 'rep') return [name === 'manager' ? 'rep' : 'value'];
  return Object.hasOwn(namedByFacts, name) ? namedByFacts[name]! : ['word'];
}
