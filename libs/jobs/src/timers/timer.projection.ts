import { readSql } from '#libs/platform';
import { categoryOf, type SequenceProjection } from '#libs/projections';
import { type TimerSource } from './timer-source.js';

/**
 * The one table of everything that waits for its time. `version` is raised where any source changes what it gives. The sources of one
 * category are read together.
 */
export const timerProjection = (sources: readonly TimerSource[], version: number): SequenceProjection => ({
  name: 'timer',
  version,
  streams: [...new Set(sources.map(({ category }) => category))],
  tables: [
    {
      name: 'timer',
      columns: ['stream', 'timer', 'kind', 'due_at', 'subject', 'detail'],
      key: ['timer'],
      ddl: readSql(import.meta.url, './timer.sql'),
      afterLoadDdl: readSql(import.meta.url, './timer-indexes.sql'),
    },
  ],
  rowsOf: (stream, events) => ({
    timer: sources
      .filter(({ category }) => category === categoryOf(stream))
      .flatMap((source) => source.timersOf(stream, events))
      .map(({ timer, kind, dueAt, subject, detail }) => ({ stream, timer, kind, due_at: dueAt, subject, detail: { ...detail } })),
  }),
});
