import { type DuckDBConnection } from '@duckdb/node-api';
import { measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery, membersSql } from '../compile/members-sql.js';
import { type FactStore } from '../facts/fact-store.js';
import { rowsOf, type SqlRow } from '../facts/report-engine.js';
import { type ReportContext } from './report-context.js';

/** What a report counts, made once: its figures and its receipt read the same rows. */
export interface Members extends Pick<MembersQuery, 'dimensions' | 'currency' | 'currencyColumn'> {
  readonly context: ReportContext;
  /** What stands after `from`: a row a member with the columns of `contribution`, of one connection. */
  readonly source: string;
  rows(sql: string): Promise<SqlRow[]>;
}

/** What one member adds to the result: its identity, its dimensions and its values. */
export const contribution = ({ definition }: ReportContext, { dimensions }: Pick<MembersQuery, 'dimensions'>): readonly string[] => [
  'position',
  'id',
  ...dimensions,
  ...definition.measures.flatMap(({ measure }, index) => measureColumns(measure, index, definition).map(({ column }) => column)),
];

/** Members in a temporary table: memory up to the limit of the engine, then the disk. They are gone when `work` has ended. */
export async function withMembers<T>(store: FactStore, context: ReportContext, work: (members: Members) => Promise<T>): Promise<T> {
  const { definition, by, where, scope } = context;
  const query = membersSql(definition, by, where, scope);
  return store.withConnection(async (connection) => {
    await connection.run(`create temp table counted as ${query.text}\nselect ${contribution(context, query).join(', ')} from member`);
    return work(membersIn('counted', context, query, connection));
  });
}

export const membersIn = (source: string, context: ReportContext, query: MembersQuery, connection: DuckDBConnection): Members => ({
  ...query,
  context,
  source,
  rows: (sql) => rowsOf(connection, sql),
});
