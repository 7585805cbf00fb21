import { readSql } from '#libs/platform';
import { type SequenceProjection } from '#libs/projections';
import { evolveReservations, initialReservations } from './reservations.evolve.js';

/** One row a rep whose leads are posted: how many its stream says it holds. */
export const repAccountProjection: SequenceProjection = {
  name: 'rep_account',
  version: 1,
  streams: ['rep'],
  tables: [
    {
      name: 'rep_account',
      columns: ['stream', 'rep', 'opened', 'held'],
      key: ['rep'],
      ddl: readSql(import.meta.url, './rep-account.sql'),
      afterLoadDdl: 'alter table rep_account add primary key (rep)',
    },
  ],
  rowsOf: (stream, events) => {
    const { begun, opened, held } = events.reduce(evolveReservations, initialReservations);
    return begun ? { rep_account: [{ stream, rep: stream.slice('rep-'.length), opened, held }] } : {};
  },
};
