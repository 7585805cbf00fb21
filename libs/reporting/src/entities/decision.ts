import { column, type Entity, known, ownTime } from './entity.js';
import { actor, time } from './row-facts.js';
import { ownerAtEvent, teamAtEvent } from './lead-context.js';

export const decision: Entity = {
  name: 'decision',
  describe: 'A decision of an assignment policy about a lead, carried out or (in shadow) recorded only, with what became of it.',
  sql: 'sql/decision.sql',
  needs: [],
  moment: 'r.start_at',
  times: { decided: ownTime('when it was made'), overridden_on: time('overridden', 'when a person undid it; null where nobody did') },
  credited: column('string', 'chosen', 'r.chosen'),
  facts: {
    policy: column('string', 'the policy that decided', 'r.policy'),
    policy_version: column('int', 'its version', 'r.policy_version'),
    deciding_team: column('string', 'the team whose dispatch decided', 'r.team'),
    shadow: column('bool', 'true where it was recorded only', `(r.mode = 'shadow')`),
    rule_kind: column('string', 'bypass, entry, or fallback where no entry matched', 'r.rule_kind'),
    entry: column('string', 'the rule of the policy that decided', 'r.rule'),
    strategy: column('string', 'how it chose', 'r.strategy'),
    candidates: column('int', 'how many it looked at', 'r.candidates'),
    fallback: column('string', 'the step of the fallback chain that took the lead; null where none was needed', 'r.fallback'),
    chosen: column('string', 'the person it chose; null where it chose none', 'r.chosen'),
    chosen_kind: column('string', 'person, team or pool; null while the lead is held', 'r.chosen_kind'),
    chosen_holder: column('string', 'id of what it chose', 'r.chosen_holder'),
    held: column('bool', 'true where it decided to wait', 'r.held'),
    superseded: known(column('bool', 'true where it could not be carried out', '(r.superseded_because is not null)')),
    superseded_because: column('string', 'lead-moved, lead-closed, refused or policy-off', 'r.superseded_because'),
    overridden: column('bool', 'true where a person gave the lead to someone else', 'r.overridden'),
    overridden_to: column('string', 'to whom', 'r.overridden_to'),
    overridden_by: column('string', 'by whom', 'r.overridden_by'),
    owner: ownerAtEvent,
    team: teamAtEvent,
    ...actor,
  },
  durations: {
    until_overridden: {
      from: ownTime('decided'),
      to: time('overridden', 'overridden'),
      describe: 'from the decision to its being undone; null where nobody undid it',
    },
  },
};
