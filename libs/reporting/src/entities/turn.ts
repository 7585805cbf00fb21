import { column, type Entity, known, ownTime } from './entity.js';
import { actor } from './row-facts.js';

/** The accounts of dispatch, row by row (docs/adr/0213). */
export const turn: Entity = {
  name: 'turn',
  describe:
    'A rep who could have had a lead by a live decision that stood: for each decision one row a rep, one of them at most with the lead.',
  sql: 'sql/turn.sql',
  needs: [],
  hasManyPerEvent: true,
  moment: 'r.start_at',
  times: { decided: ownTime('when it was decided') },
  credited: column('string', 'rep', 'r.rep'),
  facts: {
    rep_id: column('string', 'the rep', 'r.rep'),
    given: known(column('bool', 'true where the decision was counted for this rep', 'r.given')),
    expected_value: column(
      'decimal',
      'what the lead was worth by the policy; null where the policy says nothing, or does not count the decision',
      'r.expected_value',
    ),
    policy: column('string', 'the policy that decided', 'r.policy'),
    policy_version: column('int', 'its version', 'r.policy_version'),
    deciding_team: column('string', 'the team whose dispatch decided', 'r.team'),
    ...actor,
  },
  durations: {},
};
