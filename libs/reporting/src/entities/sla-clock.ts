import { column, type Entity, type Fact, known, ownTime } from './entity.js';
import { actor, time } from './row-facts.js';

const settled = (name: 'owner' | 'team'): Fact => ({
  type: 'string',
  sql: `case when r.settled_at is null then t.${name} else h.${name} end`,
  needs: ['holding', 'today'],
  describe: `${name} when it was breached, else when it was met; of today while it runs`,
});

export const slaClock: Entity = {
  name: 'sla_clock',
  describe: 'A service clock on a lead, as it was decided when it began and went on: the official record.',
  sql: 'sql/sla-clock.sql',
  needs: [],
  moment: 'r.settled_at',
  recorded: 'r.settled_position',
  times: {
    started: ownTime('from when it counts'),
    due: time('due', 'when it is due, as last known'),
    met: time('met', 'when it was met; null before'),
    breached: time('breached', 'when it was breached; null where it was not'),
  },
  credited: settled('owner'),
  facts: {
    clock: column('string', 'its name in the policy: first_response …', 'r.clock'),
    stops: column('string', 'what stops it: outbound, any-contact or assigned', 'r.stops'),
    state: column('string', 'running, paused, breached, met or met late', 'r.state'),
    policy: column('string', 'the rule that began it', 'r.policy'),
    policy_version: column('int', 'its version', 'r.policy_version'),
    calendar: column('string', 'the calendar in whose time it counts; null: round the clock', 'r.calendar'),
    calendar_version: column('int', 'its version', 'r.calendar_version'),
    was_breached: known(column('bool', 'true where it was breached, met later or not', '(r.breached_at is not null)')),
    was_met: known(column('bool', 'true where it was met, late or in time', '(r.met_at is not null)')),
    late: column('bool', 'whether it was met late; null where it was not met', 'r.late'),
    met_by: column('string', 'who met it', 'r.met_by'),
    owner: settled('owner'),
    team: settled('team'),
    owner_at_breach: column('string', 'the owner named in the record of the breach, as believed then', 'r.breach_owner'),
    team_at_breach: column('string', 'the team named there', 'r.breach_team'),
    holder_at_breach: column('string', 'id of what held the lead, as named there', 'r.breach_holder'),
    holder_kind_at_breach: column('string', 'person, team, pool or unknown', 'r.breach_holder_kind'),
    earlier_owners: column('string', 'who had the lead before, since the clock began: ids in their order', 'r.earlier_owners'),
    pauses: known(column('int', 'how often it stood still', 'r.pauses')),
    target: column('duration', 'working time that may pass', 'r.target_ms'),
    elapsed: column('duration', 'working time from its beginning to being met, without pauses; null where it was not met', 'r.elapsed_ms'),
    ...actor,
  },
  durations: {
    until_met: { from: ownTime('started'), to: time('met', 'met'), describe: 'from its beginning to being met, in calendar time' },
  },
};
