import { type Command } from 'commander';
import { onServer } from '../client/session.js';
import { printList, printOne } from '../output/result.js';
import { facts } from '../output/table.js';
import { type AsKnown, asKnownQuery, clocksQuery, takesAsKnown } from './as-known.js';
import { type OwnerAnswer, type OwnersLine } from '#libs/leads';

export function addOwnerCommands(program: Command): void {
  takesAsKnown(
    program
      .command('owner')
      .summary('who had a lead at an instant')
      .description('Who had a lead at an instant, since when and why. An array for a person with several leads.')
      .argument('<lead>', 'lead id, source:external-id, or phone:…, email:…, person:… for all leads of a person')
      .requiredOption('--at <instant>', 'the instant asked about (ISO 8601)'),
  ).action(
    onServer<AsKnown & { at: string }>(true, async ({ api, json }, [lead], options) => {
      const answer = await api.get<OwnerAnswer | OwnerAnswer[]>('/v1/ownership', { lead, at: options.at, ...asKnownQuery(options) });
      await printOne(answer, json, (value) => (Array.isArray(value) ? value : [value]).map(ownerInWords).join('\n\n'));
    }),
  );

  takesAsKnown(
    program
      .command('owners')
      .summary('every live lead at an instant with its owner')
      .description('Every lead that was live (captured, not closed) at an instant, with its holder.')
      .requiredOption('--at <instant>', 'the instant asked about (ISO 8601)'),
  ).action(
    onServer<AsKnown & { at: string }>(true, async ({ api, json }, _args, options) => {
      await printList(api.lines<OwnersLine>('/v1/owners', clocksQuery(options)), json, [
        { heading: 'lead', of: (row) => row.externalId ?? row.lead },
        { heading: 'holder', of: (row) => row.holder },
        { heading: 'owner', of: (row) => row.ownerName ?? row.owner },
        { heading: 'team', of: (row) => row.teamName ?? row.team },
        { heading: 'since', of: (row) => row.since },
      ]);
    }),
  );
}

function ownerInWords(answer: OwnerAnswer): string {
  const who = answer.holderName ?? answer.holderId;
  return facts([
    ['lead', answer.externalId ? `${answer.externalId} (${answer.lead})` : answer.lead],
    ['at', answer.at],
    ['as known', `${answer.knownAt ? `at ${answer.knownAt}` : 'now'}, position ${answer.position}`],
    ['held by', answer.holder === 'unknown' ? 'unknown: the history does not say' : `${answer.holder} ${who}`],
    ['team', answer.teamName ?? answer.team],
    ['since', answer.since],
    ['until', answer.until ?? 'open'],
    ['cause', answer.cause],
    ['entered by', `${answer.actor.kind} ${answer.actor.id}, recorded ${answer.recordedAt}`],
  ]);
}
