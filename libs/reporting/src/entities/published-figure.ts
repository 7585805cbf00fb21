import { column, type Entity, known, ownTime } from './entity.js';
import { time } from './row-facts.js';

/** What the record says of numbers that were told (docs/adr/0240). */
export const publishedFigure: Entity = {
  name: 'published_figure',
  describe: 'A number that was put on record, with what was decided since about later facts that moved it.',
  sql: 'sql/published-figure.sql',
  needs: [],
  hasNoLead: true,
  moment: 'r.start_at',
  times: {
    published: ownTime('when it was put on record'),
    restated: time('restated', 'when it was first restated; null where it never was'),
  },
  credited: column('string', 'who published it', 'r.actor'),
  facts: {
    figure_id: column('string', 'id of the figure', 'r.id'),
    definition: column('string', 'name of its definition', 'r.definition'),
    definition_version: column('int', 'the version it was computed by', 'r.version'),
    restatements: known(column('int', 'how often it was restated', 'r.restatements')),
    was_restated: known(column('bool', 'true where it was restated at least once', '(r.restatements > 0)')),
    holds: known(column('int', 'how often later facts had moved it and it was left as it stands', 'r.holds')),
    was_redefined: known(column('bool', 'true where the same question was published under another version since', 'r.was_redefined')),
    revision: column(
      'int',
      'how far what it stands at now lies from what was published, in millionths of what was published; 0 where it stands; null where that was 0, or one of the two has no value',
      'r.moved_by',
    ),
    direction: column(
      'string',
      'up, down or none: where it went from what was published; null where one of the two has no value',
      'r.direction',
    ),
    actor: column('string', 'who published it', 'r.actor'),
    actor_kind: column('string', 'person, automation or import', 'r.actor_kind'),
  },
  durations: {
    until_restated: {
      from: ownTime('published'),
      to: time('restated', 'restated'),
      describe: 'from being published to being first restated; null where it never was',
    },
  },
};
