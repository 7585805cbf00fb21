import { type MeasureColumn, measureColumns } from '../compile/measure-columns.js';
import { type MembersQuery } from '../compile/members-sql.js';
import { type Measure } from '../definitions/definition.js';
import { type ReportContext } from '../run/report-context.js';
import { earlierDigestsSql } from './earlier-digests.js';
import { alikeSql, type Cell, digestsSql } from './member-digests.js';
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

/** How the members of a report are held while one statement reads them. */
export interface HeldMembers {
  /** What is held of the members in a source. */
  readonly held: (source: string) => string;
  /** The column with the number of members in a row; null where each has a row of its own. */
  readonly weight: string | null;
  /** Digests by blocks of the log, of what is held under a name. */
  readonly digests: (name: string) => string;
}

/**
 * As the compiler of that number digested members. Those that have nothing of their own beside their position are held in the groups that are digested,
 * all others one by one.
 */
export function heldMembers(context: ReportContext, query: Dimensions, compiler = COMPILER_VERSION): HeldMembers {
  const held = (source: string): string => `select ${contribution(context, query, compiler).join(', ')} from ${source}`;
  const named = identity(context, compiler).map((column): Cell => ({ column, holds: column === 'position' ? 'number' : 'text' }));
  const grouped = query.dimensions.map((column): Cell => ({ column, holds: 'text' }));
  const values = valuesOf(context);
  if (writesEveryId(compiler))
    return { held, weight: null, digests: (name) => earlierDigestsSql([...named, ...grouped, ...values], compiler, name) };
  const isShared = ({ holds }: Cell): boolean => holds === 'condition';
  const shared = [...grouped, ...values.filter((cell) => isShared(cell))];
  const own = [...named.slice(1), ...values.filter((cell) => !isShared(cell))];
  const alike = (source: string): string => alikeSql({ shared, own }, source, compiler);
  return own.length === 0
    ? { held: alike, weight: 'count', digests: digestsSql }
    : { held, weight: null, digests: (name) => digestsSql(`(${alike(name)}) alike`) };
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
