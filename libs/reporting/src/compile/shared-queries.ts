import { readReportSql } from '../dialect/expand-sql.js';
import { type Scope } from './scope.js';
import { timestampSql } from './time-sql.js';

const sql = (file: string): string => readReportSql(import.meta.url, `../entities/sql/${file}.sql`);

/** Queries that entities and joins stand on, each after what it needs. */
export type SharedQuery =
  | 'ownership'
  | 'holding'
  | 'holding_today'
  | 'given'
  | 'lead_origin'
  | 'lead_ending'
  | 'lead_count'
  | 'lead_hands'
  | 'lead_attributes'
  | 'rep_profile'
  | 'rep_team_step'
  | 'rep_teams'
  | 'last_inquiry'
  | 'first_of_person'
  | 'merge_span'
  | 'person_now_step'
  | 'person_now'
  | 'person_then_step'
  | 'person_then';

const needs: Partial<Record<SharedQuery, readonly SharedQuery[]>> = {
  holding: ['ownership'],
  holding_today: ['ownership'],
  rep_teams: ['rep_team_step'],
  person_now: ['merge_span', 'person_now_step'],
  person_then: ['merge_span', 'person_then_step'],
};
const order: readonly SharedQuery[] = [
  'ownership',
  'holding',
  'holding_today',
  'given',
  'lead_origin',
  'lead_ending',
  'lead_count',
  'lead_hands',
  'lead_attributes',
  'rep_profile',
  'rep_team_step',
  'rep_teams',
  'last_inquiry',
  'first_of_person',
  'merge_span',
  'person_now_step',
  'person_now',
  'person_then_step',
  'person_then',
];

/** Queries that read themselves. */
export const recursive: ReadonlySet<string> = new Set(['person_now_step', 'person_then_step']);

/** What the queries of the past look at. */
export type SharedScope = Pick<Scope, 'position' | 'knownAtMs' | 'profile'>;

function textOf(query: SharedQuery, scope: SharedScope): string {
  if (query === 'holding' && scope.profile.endedCorrections > 0) return sql('holding-with-ends');
  if (query === 'lead_attributes' && scope.profile.attributeChanges === 0)
    return 'select cast(null as varchar) as lead, cast(null as varchar) as attributes where false';
  return sql(query.replaceAll('_', '-'));
}

/** The log as known, then what of the shared queries is asked for. What no event in the log makes necessary is left out. */
export function sharedQueries(wanted: ReadonlySet<SharedQuery>, scope: SharedScope): [name: string, text: string][] {
  const known = scope.knownAtMs === null ? '' : `where known_at <= ${timestampSql(scope.knownAtMs)}`;
  const queries: [string, string][] = [['as_of', sql('as-of').replace('{{position}}', String(scope.position)).replace('{{known}}', known)]];
  let standing = 'as_of';
  if (scope.profile.retractions > 0) {
    queries.push(['retraction', sql('retraction')], ['standing', sql('standing')]);
    standing = 'standing';
  }
  if (scope.profile.unknownTimes > 0) {
    queries.push(
      ['unknown_time', sql('unknown-time').replaceAll('{{standing}}', standing)],
      ['event', sql('event').replaceAll('{{standing}}', standing)],
    );
  } else queries.push(['event', `select * from ${standing}`]);
  const all = new Set([...wanted, ...[...wanted].flatMap((query) => needs[query] ?? [])]);
  for (const query of order) if (all.has(query)) queries.push([query, textOf(query, scope)]);
  return queries;
}
