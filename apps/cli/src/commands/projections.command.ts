import { type Command } from 'commander';
import { ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { printList } from '../output/result.js';
import { table } from '../output/table.js';
import { runJob } from './job.js';

interface ProjectionStatus {
  readonly name: string;
  readonly position: string;
  readonly lag: string | number;
  readonly generation: number;
  readonly hash: string | null;
}

interface Verified {
  readonly name: string;
  readonly table?: string;
  readonly equal: boolean;
  readonly live: string;
  readonly rebuilt: string;
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
        const result = await runJob<unknown>(api, '/v1/projections/rebuild', names.length > 0 ? { names } : {}, 'rebuild', json);
        await line(json ? JSON.stringify(result) : `Rebuilt: ${describe(result)}`);
      }),
    );

  projections
    .command('verify')
    .description('Rebuild on the side and compare with the live tables, by hash; exit 1 where one differs')
    .action(
      onServer(true, async ({ api, json }) => {
        const result = await runJob<Verified[] | { projections?: Verified[]; tables?: Verified[] }>(
          api,
          '/v1/projections/verify',
          {},
          'verify',
          json,
        );
        const rows = Array.isArray(result) ? result : (result.projections ?? result.tables ?? []);
        if (json) for (const row of rows) await line(JSON.stringify(row));
        else
          await line(
            table(rows, [
              { heading: 'projection', of: (row) => row.table ?? row.name },
              { heading: 'live', of: (row) => row.live.slice(0, 16) },
              { heading: 'rebuilt', of: (row) => row.rebuilt.slice(0, 16) },
              { heading: 'equal', of: (row) => (row.equal ? 'yes' : 'NO') },
            ]),
          );
        const different = rows.filter((row) => !row.equal).map((row) => row.table ?? row.name);
        if (different.length > 0) {
          const message = `Live and rebuilt differ: ${different.join(', ')}. Run "leadledger projections rebuild" and report this as a defect`;
          throw new ProblemError(409, [{ code: 'PROJECTION.DIFFERS', message }]);
        }
      }),
    );
}

const describe = (result: unknown): string => (typeof result === 'object' && result !== null ? JSON.stringify(result) : 'done');
