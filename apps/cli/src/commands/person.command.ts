import { type Command } from 'commander';
import { type Collision, type PersonAnswer } from '#libs/leads';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { type Clocks, clocksQuery, segment, takesClocks } from './as-known.js';

interface Accepted {
  readonly revision: number;
}

export function addPersonCommands(program: Command): void {
  const person = program.command('person').summary('who is one person, and whose customer it is').description('People behind the leads.');

  takesClocks(
    person
      .command('show')
      .description('Whom a person is taken for, who is taken for it, and who has its leads; `owner phone:…` finds people by contact point.')
      .argument('<person>', 'id of the person'),
  ).action(
    onServer<Clocks>(true, async ({ api, json }, [id = ''], options) => {
      const answer = await api.get<PersonAnswer>(`/v1/people/${segment(id)}`, clocksQuery(options));
      await printOne(answer, json, personInWords);
    }),
  );

  person
    .command('merge')
    .description('Take a person for another one. Nothing is moved: inquiries and leads keep the person they came with.')
    .argument('<person>', 'id of the person')
    .requiredOption('--into <person>', 'the person it turned out to be')
    .requiredOption('--reason <text>', 'how we know')
    .action(
      onServer<{ into: string; reason: string }>(true, async ({ api, json }, [id = ''], { into, reason }) => {
        const answer = await api.post<Accepted>(`/v1/people/${segment(id)}/merge`, { into, reason });
        await printOne(answer, json, () => `${id} is taken for ${into} from now on`);
      }),
    );

  person
    .command('unmerge')
    .description('Take a merge back: two people again, each with its own history.')
    .argument('<person>', 'id of the person that was taken for another')
    .requiredOption('--reason <text>', 'how we know')
    .action(
      onServer<{ reason: string }>(true, async ({ api, json }, [id = ''], { reason }) => {
        const answer = await api.post<Accepted>(`/v1/people/${segment(id)}/unmerge`, { reason });
        await printOne(answer, json, () => `${id} stands for itself again`);
      }),
    );

  person
    .command('rule')
    .description('Rule on a collision: one rep gets every open lead of the person, from now on.')
    .argument('<person>', 'id of the person')
    .requiredOption('--owner <rep>', 'whose customer it is')
    .requiredOption('--reason <text>', 'why')
    .action(
      onServer<{ owner: string; reason: string }>(true, async ({ api, json }, [id = ''], { owner, reason }) => {
        const answer = await api.post<Accepted>(`/v1/people/${segment(id)}/ruling`, { owner, reason });
        await printOne(answer, json, () => `${id} is the customer of ${owner} from now on`);
      }),
    );

  takesClocks(person.command('collisions').description('People whose open leads different reps own: each waits for a ruling.')).action(
    onServer<Clocks>(true, async ({ api, json }, _args, clocks) => {
      await printList(api.lines<Collision>('/v1/collisions', clocksQuery(clocks)), json, [
        { heading: 'person', of: (row) => row.person },
        { heading: 'leads', of: (row) => row.leads.map((lead) => `${lead.externalId ?? lead.lead} (${lead.ownerName})`).join(', ') },
      ]);
    }),
  );
}

function personInWords({ person, mergedInto, merged, collision, leads }: PersonAnswer): string {
  return [
    `${person}${mergedInto ? ` is taken for ${mergedInto.into}: ${mergedInto.reason}` : ''}`,
    ...merged.map((one) => `${one.person} is taken for it: ${one.reason}`),
    ...leads.map((lead) => `lead ${lead.externalId ?? lead.lead}: ${lead.ownerName ?? lead.holderName ?? lead.holder}`),
    ...(collision ? ['Different people own its leads; `person rule` says whose customer it is'] : []),
  ].join('\n');
}
