import { type Command } from 'commander';
import { type WhyAnswer } from '#libs/dispatch';
import { onServer } from '../client/session.js';
import { printOne } from '../output/result.js';
import { table } from '../output/table.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';

export function addWhyCommand(program: Command): void {
  takesClocks(
    program
      .command('why')
      .summary('why a lead is with whom it is, or not with someone else')
      .description('The decision: policy and version, who was asked, who was excluded with what numbers, and the comparison that decided.')
      .argument('<lead>', 'lead id, source:external-id, or phone:…, email:…, person:… for all leads of a person')
      .option('--not <rep>', 'why this rep did not get it'),
  ).action(
    onServer<Clocks & { not?: string }>(true, async ({ api, json }, [lead = ''], { not, ...clocks }) => {
      const query = { not, ...clocksQuery(clocks) };
      const answer = await api.get<WhyAnswer | WhyAnswer[]>(`/v1/leads/${segment(lead)}/why`, query);
      await printOne(answer, json, (value) => (Array.isArray(value) ? value : [value]).map(inWords).join('\n\n'));
    }),
  );
}

function inWords({ words, decision }: WhyAnswer): string {
  if (!decision || decision.candidates.length === 0) return words.join('\n');
  const candidates = table(decision.candidates, [
    { heading: 'rep', of: ({ rep }) => rep },
    { heading: 'excluded', of: ({ excluded }) => excluded?.code ?? '' },
    { heading: 'numbers', of: ({ excluded, compared }) => numbersOf(excluded?.numbers ?? compared) },
  ]);
  return [...words, '', candidates].join('\n');
}

const numbersOf = (numbers: Readonly<Record<string, unknown>> | null): string =>
  Object.entries(numbers ?? {})
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
