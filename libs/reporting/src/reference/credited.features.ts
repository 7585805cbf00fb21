import { type CreditRule } from '../definitions/definition.js';
import { type ReferenceRow, type ReferenceWorld } from './reference-row.features.js';
import { type Held, heldAfter, heldAt, nobody, type Placed } from './past.features.js';

const GIVEN = ['lead.assigned', 'lead.claimed', 'lead.transferred'];

/** The holder that is left after everything known. */
const heldToday = (events: readonly Placed[]): Held =>
  heldAt(
    events.filter((event) => event.type !== 'lead.ownership-corrected' || event.data.until === null),
    Number.MAX_VALUE,
  );

/** The row with the owner, the team and the rep that a credit rule gives it. */
export function credited(row: ReferenceRow, rule: CreditRule | null, { leads, reps, teamsOf }: ReferenceWorld): ReferenceRow {
  if (!rule) return row;
  const { judged } = row;
  const all = leads.find((lead) => lead.id === row.lead)?.events ?? [];
  const known = rule.known === 'then' && judged ? all.filter((event) => event.position <= judged.position) : all;
  const holder = (): Held => {
    if (rule.owner === 'today' || (rule.owner === 'at_event' && !judged)) return heldToday(known);
    if (rule.owner === 'at_event') return heldAt(known, judged!.ms);
    const given = known.findLast(
      (event) => GIVEN.includes(event.type) && heldAfter(event).owner !== null && event.moment.ms <= (judged?.ms ?? Infinity),
    );
    return given ? heldAfter(given) : nobody;
  };
  const { owner, team } = holder();
  const rep = reps.get(String(owner));
  const at = rule.owner === 'today' || !judged ? Infinity : judged.ms;
  const upTo = rule.known === 'then' && judged ? judged.position : Infinity;
  const ofRep = { rep: rep ? { ...rep.attributes, name: rep.name } : {}, rep_teams: teamsOf(owner, at, upTo) };
  return { ...row, facts: { ...row.facts, owner, team, ...ofRep } };
}
