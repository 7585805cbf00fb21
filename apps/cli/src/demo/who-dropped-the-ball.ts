import { setTimeout as delay } from 'node:timers/promises';
import { SAMPLE_HELD_BACK_MAIL, type SampleFiles } from '#libs/history';
import { type SlaBreach } from '#libs/leads';
import { unavailable } from '#libs/platform';
import { type ApiClient } from '../client/api-client.js';
import { readText } from '../commands/given-file.js';
import { endOf, startOf } from '../commands/recycling-if.js';
import { table } from '../output/table.js';

const PATIENCE_MS = 60_000;
const LOOK_MS = 250;
const AFTER = { calendar: 'sample-office', policy: 'sample-response', reason: 'four hours, as the team has always promised' };

/** Says when the office is open and how soon it answers, then enters the mail that was held back, each with the time at which it was sent. */
export async function enterHeldBackMail(api: ApiClient, { calendar, response }: SampleFiles): Promise<void> {
  const { reason, policy } = AFTER;
  await api.post('/v1/calendars', { document: readText(calendar), feeds: {}, reason });
  await api.post('/v1/policies', { document: readText(response), reason });
  await api.post(`/v1/policies/sla/${policy}/activate`, { reason });
  for (const { lead, sentAt } of SAMPLE_HELD_BACK_MAIL)
    await followUp(api, lead, { type: 'email', direction: 'inbound', occurredAt: sentAt });
}

/** For each promise that was not kept: who had the lead when it fell due, who had it before, and who answered in the end. */
export async function whoDroppedTheBall(api: ApiClient, from: string, to: string): Promise<string> {
  await breachesOnRecord(api, from, to, (found) => found.length >= SAMPLE_HELD_BACK_MAIL.length);
  const calls = SAMPLE_HELD_BACK_MAIL.flatMap(({ lead, answered }) => (answered ? [{ lead, ...answered }] : []));
  for (const { lead, by, at } of calls)
    await followUp(api, lead, { type: 'call', direction: 'outbound', outcome: 'reached', by, occurredAt: at });
  const breaches = await breachesOnRecord(api, from, to, (found) => found.filter(({ answeredAt }) => answeredAt).length >= calls.length);
  const named = [...new Set(breaches.flatMap(({ ownerName }) => ownerName ?? []))];
  return [
    `${breaches.length} mails that the mail server held back; ${AFTER.policy} gives four hours in which the office (${AFTER.calendar}) is open`,
    '',
    table(breaches, [
      { heading: 'lead', of: (row) => row.externalId ?? row.lead },
      { heading: 'due', of: (row) => row.dueAt },
      {
        heading: 'with, when it was due',
        of: (row) => row.ownerName ?? ('id' in row.holder ? `${row.holder.kind} ${row.holder.id}` : 'nobody known'),
      },
      { heading: 'before', of: (row) => row.earlier.map(({ holder }) => ('id' in holder ? holder.id : holder.kind)).join(', ') },
      { heading: 'answered', of: (row) => row.answeredAt ?? 'never' },
      { heading: 'by', of: (row) => row.answeredBy },
    ]),
    '',
    `Named are ${named.join(', ')}: whoever had the lead when it was due, also where somebody else has it now or the rep has left.`,
    'Nights, weekends, Good Friday, Easter Monday, Labour Day and Ascension Day did not count.',
  ].join('\n');
}

async function followUp(api: ApiClient, lead: string, said: object): Promise<void> {
  const { lead: id } = await api.get<{ lead: string }>(`/v1/leads/sample:${lead}`);
  await api.post(`/v1/leads/${id}/follow-ups`, said);
}

/** The worker notices each in its own time. */
async function breachesOnRecord(
  api: ApiClient,
  from: string,
  to: string,
  enough: (found: readonly SlaBreach[]) => boolean,
): Promise<readonly SlaBreach[]> {
  for (const until = Date.now() + PATIENCE_MS; ; await delay(LOOK_MS)) {
    const found: SlaBreach[] = [];
    for await (const one of api.lines<SlaBreach>('/v1/service-times/breaches', { from: startOf(from), to: endOf(to) })) found.push(one);
    if (enough(found)) return found;
    if (Date.now() > until)
      throw unavailable('DEMO.NO_BREACHES', 'The worker has not noticed the promises that were not kept; look at its log');
  }
}
