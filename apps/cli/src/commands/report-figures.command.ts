import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';

interface Cause {
  readonly kind: string;
  readonly actor: { readonly id: string };
  readonly reps: readonly string[];
  readonly members: number;
}

interface Restatement {
  readonly figureId: string;
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly publishedAt: string;
  readonly stands: { readonly total: number | null };
  readonly now: { readonly total: number | null };
  readonly choice: 'none' | 'open' | 'held';
  readonly causes: readonly Cause[];
  readonly redefines: { readonly version: number } | null;
}

/** What became of published figures, and what is chosen for them. */
export function addFigureCommands(report: Command): void {
  report
    .command('restatements')
    .description('Published figures of a definition beside what is known now, and why they moved')
    .argument('<name>', 'name of the definition')
    .action(
      onServer(true, async ({ api, json }, [name]) => {
        await printList(api.lines<Restatement>('/v1/reports/restatements', { name }), json, [
          { heading: 'figure', of: (row) => row.figureId },
          { heading: 'version', of: (row) => row.version, align: 'right' },
          { heading: 'from', of: (row) => row.from },
          { heading: 'to', of: (row) => row.to },
          { heading: 'published at', of: (row) => row.publishedAt },
          { heading: 'stands', of: (row) => row.stands.total, align: 'right' },
          { heading: 'now', of: (row) => row.now.total, align: 'right' },
          { heading: 'choice', of: (row) => (row.choice === 'none' ? null : row.choice) },
          { heading: 'because', of: (row) => row.causes.map(inWords).join('; ') || null },
          { heading: 'redefines', of: (row) => (row.redefines ? `version ${row.redefines.version}` : null) },
        ]);
      }),
    );
  addChoice(report, 'restate', 'Let a published figure stand at what is known now; what was published stays readable');
  addChoice(report, 'hold', 'Leave a published figure as it stands, until later facts move it further');
}

function addChoice(report: Command, choice: 'restate' | 'hold', description: string): void {
  report
    .command(choice)
    .description(description)
    .argument('<name>', 'name of the definition')
    .argument('<figure>', 'id of the figure, as "report restatements" lists it')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ readonly reason: string }>(true, async ({ api, json }, [definition, figure], { reason }) => {
        const path = `/v1/reports/figures/${encodeURIComponent(figure ?? '')}/${choice}`;
        const decided = await api.post<{ figureId: string }>(path, { definition, reason });
        await printOne(decided, json, ({ figureId }) => `${choice === 'restate' ? 'Restated' : 'Held'}: figure ${figureId}`);
      }),
    );
}

const inWords = ({ kind, members, reps, actor }: Cause): string =>
  `${members} by ${kind} (${reps.length > 0 ? reps.join(', ') : actor.id})`;
