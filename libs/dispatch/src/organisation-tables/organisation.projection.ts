import { type PositionedEvent } from '#libs/contracts';
import { readSql } from '#libs/platform';
import { type Row, type SequenceProjection } from '#libs/projections';
import { evolveGroup, initialGroup } from '../group.evolve.js';
import { initialRep } from '../rep-state.js';
import { evolveRep } from '../rep.evolve.js';

/** Reps, teams, pools, who was in which team when, and who may have been away. */
export const organisationProjection: SequenceProjection = {
  name: 'organisation',
  version: 3,
  streams: ['rep', 'team', 'pool'],
  tables: [
    {
      name: 'rep',
      columns: ['stream', 'rep', 'name', 'active', 'attributes'],
      key: ['rep'],
      ddl: readSql(import.meta.url, './rep.sql'),
      afterLoadDdl: 'alter table rep add primary key (rep)',
    },
    {
      name: 'team',
      columns: ['stream', 'team', 'name'],
      key: ['team'],
      ddl: readSql(import.meta.url, './team.sql'),
      afterLoadDdl: 'alter table team add primary key (team)',
    },
    {
      name: 'pool',
      columns: ['stream', 'pool', 'name', 'team'],
      key: ['pool'],
      ddl: readSql(import.meta.url, './pool.sql'),
      afterLoadDdl: 'alter table pool add primary key (pool)',
    },
    {
      name: 'team_membership',
      columns: ['stream', 'rep', 'team', 'joined', 'effective'],
      key: ['joined'],
      ddl: readSql(import.meta.url, './team-membership.sql'),
      afterLoadDdl: 'create index on team_membership (team); create index on team_membership (rep)',
    },
    {
      name: 'rep_absence',
      columns: ['stream', 'rep', 'told', 'effective'],
      key: ['told'],
      ddl: readSql(import.meta.url, './rep-absence.sql'),
      afterLoadDdl: 'create index on rep_absence (upper(effective))',
    },
  ],
  rowsOf: (stream, events) => {
    const dash = stream.indexOf('-');
    const id = stream.slice(dash + 1);
    switch (stream.slice(0, dash)) {
      case 'rep':
        return repRows(stream, id, events);
      case 'team':
        return { team: groups(events).map((group) => ({ stream, team: id, name: group.name })) };
      default:
        return { pool: groups(events).map((group) => ({ stream, pool: id, name: group.name, team: group.team })) };
    }
  },
};

function repRows(stream: string, rep: string, events: readonly PositionedEvent[]): Record<string, Row[]> {
  const state = events.reduce(evolveRep, initialRep);
  if (state.status === 'none') return {};
  return {
    rep: [{ stream, rep, name: state.name, active: state.status === 'active', attributes: state.attributes }],
    team_membership: state.memberships.flatMap(({ team, from, to }, joined) =>
      to !== null && to <= from
        ? []
        : [{ stream, rep, team, joined, effective: `["${bound(from, '-infinity')}","${bound(to, 'infinity')}")` }],
    ),
    rep_absence: events.flatMap((event, told) => {
      if (event.type !== 'rep.absence-announced' && event.type !== 'rep.absence-changed') return [];
      const { from, to } = event.data;
      return [{ stream, rep, told, effective: `["${from}","${to ?? 'infinity'}")` }];
    }),
  };
}

function groups(events: readonly PositionedEvent[]) {
  const state = events.reduce(evolveGroup, initialGroup);
  return state.exists ? [state] : [];
}

const bound = (ms: number | null, open: string): string => (ms === null || !Number.isFinite(ms) ? open : new Date(ms).toISOString());
