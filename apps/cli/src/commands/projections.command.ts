import { type Command } from 'commander';
import { ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { runJob } from './job.js';

interface ProjectionStatus {
  readonly name: string;
  readonly position: string;
  readonly lag: string | number;
  readonly generation: number;
  readonly hash: string | null;
}

interface Rebuilt {
  readonly events: number;
  readonly seconds: number;
  readonly position: string;
  readonly projections: readonly {
    readonly name: string;
    readonly generation: number;
    readonly tables: Readonly<Record<string, number>>;
  }[];
}

interface Verified {
  readonly equal: boolean;
  readonly position: string;
  readonly projections: readonly {
    readonly name: string;
    readonly generation: number;
    readonly equal: boolean;
    readonly hash: string;
    readonly tables: readonly { readonly table: string; readonly live: string; readonly rebuilt: string; readonly equal: boolean }[];
  }[];
}

export function addProjectionCommands(program: Command): void {
  const projections = program.command('projections').description('Tables derived from the log: where they stand, building them again');

  projections
    .command('status')
    .description('Per projection: position, lag, generation, hash')
    .action(
      onServer(true, async ({ api, json }) => {
        await printList(api.lines<ProjectionStatus>('/v1/projections'), json, [
          { heading: 'projection', of: (row) => row.name },
          { heading: 'position', of: (row) => row.position, align: 'right' },
          { heading: 'lag', of: (row) => row.lag, align: 'right' },
          { heading: 'generation', of: (row) => row.generation, align: 'right' },
          { heading: 'hash', of: (row) => row.hash?.slice(0, 16) },
        ]);
      }),
    );

  projections
    .command('rebuild')
    .description('Build projections anew from the log beside the live ones, then switch over')
    .argument('[names...]', 'which ones (all, where none is named)')
    .action(
      onServer(true, async ({ api, json }, args) => {
        const names = ([] as string[]).concat(...(args as unknown as string[][]));
        const result = await runJob<Rebuilt>(api, '/v1/projections/rebuild', names.length > 0 ? { names } : {}, 'events read', json);
        await printOne(result, json, rebuiltInWords);
      }),
    );

  projections
    .command('verify')
    .description('Rebuild on the side and compare with the live tables, by hash; exit 1 where one differs')
    .action(
      onServer(true, async ({ api, json }) => {
        const result = await runJob<Verified>(api, '/v1/projections/verify', {}, 'events read', json);
        await printOne(result, json, verifiedInWords);
        const different = result.projections.flatMap(({ tables }) => tables.filter(({ equal }) => !equal).map(({ table: name }) => name));
        if (!result.equal) {
          const message = `Live and rebuilt differ: ${different.join(', ')}. Run "leadledger projections rebuild" and report this as a defect`;
          throw new ProblemError(409, [{ code: 'PROJECTION.DIFFERS', message }]);
        }
      }),
    );
}

const rebuiltInWords = ({ events, seconds, position, projections }: Rebuilt): string =>
  `${table(projections, [
    { heading: 'projection', of: (row) => row.name },
    { heading: 'generation', of: (row) => row.generation, align: 'right' },
    { heading: 'rows', of: (row) => Object.values(row.tables).reduce((sum, rows) => sum + rows, 0), align: 'right' },
  ])}\n\n${events} events in ${seconds.toFixed(1)} s, up to position ${position}`;

const verifiedInWords = ({ projections, position }: Verified): string =>
  `${table(
    projections.flatMap(({ name, tables }) => tables.map((each) => ({ ...each, name }))),
    [
      { heading: 'projection', of: (row) => row.name },
      { heading: 'table', of: (row) => row.table },
      { heading: 'live', of: (row) => row.live.slice(0, 16) },
      { heading: 'rebuilt', of: (row) => row.rebuilt.slice(0, 16) },
      { heading: 'equal', of: (row) => (row.equal ? 'yes' : 'NO') },
    ],
  )}\n\nat position ${position}`;
