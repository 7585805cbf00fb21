import { MOST_GROUPS, tooManyRows } from './too-many-rows.js';
import { type ReportContext } from './report-context.js';
import { sharedQueries } from '../compile/shared-queries.js';
import { vocabularyTables } from '#libs/expressions';
import { dialect } from '../dialect/dialect.js';
import { type ReportDimension } from '../compile/dimension.js';
import { type SqlRow } from '../facts/report-engine.js';

/** Whether a dimension says something about the rep alone: the owner, or an attribute of the owner. */
export const isRepDimension = (dimension: ReportDimension): boolean =>
  !dimension.calendar &&
  dimension.expression.references.length > 0 &&
  dimension.expression.references.every(([head]) => head === 'owner' || head === 'rep');

/** All reps that are known, with the members of the rep dimensions that each stands for; null where the report is not to include them. */
export function includedRepsSql({ definition, by, where, scope }: ReportContext): string | null {
  const repDimensions = by.filter(isRepDimension);
  const filterIsOfReps = !where || where.references.every(([head]) => head === 'owner' || head === 'rep');
  if (!definition.includeAllReps || repDimensions.length === 0 || !filterIsOfReps) return null;
  const columnOf = ([head, name = '']: readonly string[]): string =>
    head === 'owner' ? 'p.rep' : name === 'name' ? 'p.name' : dialect.jsonField('p.attributes', name);
  const columns = by.flatMap((dimension, index) => {
    if (dimension.calendar || !isRepDimension(dimension)) return [];
    const sql = dimension.expression.toSql(columnOf);
    return [`${dimension.expression.type === 'dyn' ? dialect.jsonScalar(sql) : sql} as d${index}`];
  });
  const tables = scope.vocabularies.flatMap((vocabulary) => vocabularyTables(vocabulary, dialect));
  const shared = [...tables, ...sharedQueries(new Set(['rep_profile']), scope)].map(([name, text]) => dialect.query(name, text, false));
  return `with ${shared.join(',\n')}\nselect distinct ${columns.join(', ')} from rep_profile p${where ? ` where ${where.toSql(columnOf)}` : ''}`;
}

/** Rows that are missing: each included rep with each combination of the other dimensions that occurs. Throws 422 `REPORT.TOO_MANY_ROWS`. */
export function missingRows(
  reps: readonly SqlRow[],
  rows: readonly (readonly unknown[])[],
  dimensions: number,
  most = MOST_GROUPS,
): unknown[][] {
  const repColumns = Object.keys(reps[0] ?? {}).map((name) => Number(name.slice(1)));
  const others = Array.from({ length: dimensions }, (_, index) => index).filter((index) => !repColumns.includes(index));
  const seen = new Set(rows.map((row) => JSON.stringify(row)));
  const combinations =
    others.length === 0
      ? [[]]
      : [
          ...new Map(
            rows.map((row) => others.map((index) => row[index])).map((combination) => [JSON.stringify(combination), combination]),
          ).values(),
        ];
  if (reps.length * combinations.length > most) throw tooManyRows(most);
  const missing: unknown[][] = [];
  for (const rep of reps)
    for (const combination of combinations) {
      const row: unknown[] = [];
      repColumns.forEach((index) => (row[index] = rep[`d${index}`]));
      others.forEach((index, at) => (row[index] = combination[at]));
      if (!seen.has(JSON.stringify(row))) missing.push(row);
    }
  return missing;
}
