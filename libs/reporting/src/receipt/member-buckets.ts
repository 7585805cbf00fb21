import { type MeasureColumn, measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery } from '../compile/members-sql.js';
import { type Measure } from '../definitions/definition.js';
import { type ReportContext } from '../run/report-context.js';
import { earlierDigestsSql } from './earlier-digests.js';
import { type Cell, memberDigestsSql } from './member-digests.js';
import { COMPILER_VERSION } from './receipt.js';

type Dimensions = Pick<MembersQuery, 'dimensions'>;

/** Compilers up to 4 wrote the id of every member, which the log at its position says anyway. */
const writesEveryId = (compiler: number): boolean => compiler <= 4;

/** What names a member: the position of its event, and its id where an event has several. */
const identity = ({ definition }: ReportContext, compiler: number): readonly string[] =>
  writesEveryId(compiler) || definition.entity.hasManyPerEvent ? ['position', 'id'] : ['position'];

/** What one member adds to the result: its identity, its dimensions and its values. */
export const contribution = (context: ReportContext, { dimensions }: Dimensions, compiler = COMPILER_VERSION): readonly string[] => [
  ...identity(context, compiler),
  ...dimensions,
  ...valuesOf(context).map(({ column }) => column),
];

/** Digests of the members in `source` by blocks of the log, as the compiler of that number made them. */
export function bucketsSql(context: ReportContext, { dimensions }: Dimensions, source: string, compiler = COMPILER_VERSION): string {
  const named = identity(context, compiler).map((column): Cell => ({ column, holds: column === 'position' ? 'number' : 'text' }));
  const grouped = dimensions.map((column): Cell => ({ column, holds: 'text' }));
  const values = valuesOf(context);
  if (writesEveryId(compiler)) return earlierDigestsSql([...named, ...grouped, ...values], compiler, source);
  const isShared = ({ holds }: Cell): boolean => holds === 'condition';
  const shared = [...grouped, ...values.filter((cell) => isShared(cell))];
  return memberDigestsSql({ shared, own: [...named.slice(1), ...values.filter((cell) => !isShared(cell))] }, source);
}

const valuesOf = ({ definition }: ReportContext): readonly Cell[] =>
  definition.measures.flatMap(({ measure }, index) =>
    measureColumns(measure, index, definition).map(({ column, part }): Cell => ({ column, holds: contentOf(measure, part) })),
  );

function contentOf(measure: Measure, part: MeasureColumn['part']): Cell['holds'] {
  if (part === 'without a rate') return 'text';
  if (part !== 'value' || measure.kind === 'count') return 'condition';
  return measure.kind === 'different' ? 'text' : 'number';
}
