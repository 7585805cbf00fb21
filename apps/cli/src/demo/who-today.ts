import { type ApiClient } from '../client/api-client.js';
import { segment } from '../commands/as-known.js';
import { type QueueLine } from '../commands/queue-line.js';
import { table } from '../output/table.js';

const SHOWN = 8;

/** A rep's queue at an instant, with the reason for each place in it. */
export async function whoToday(api: ApiClient, rep: string, at: string): Promise<string> {
  const rows: QueueLine[] = [];
  for await (const row of api.lines<QueueLine>(`/v1/reps/${segment(rep)}/queue`, { at })) rows.push(row);
  const shown = table(rows.slice(0, SHOWN), [
    { heading: '#', of: (row) => row.rank, align: 'right' },
    { heading: 'lead', of: (row) => row.externalId ?? row.lead },
    { heading: 'because', of: (row) => row.because },
  ]);
  return `${rep} on ${at}: ${rows.length} leads${rows.length > SHOWN ? `, the first ${SHOWN}` : ''}\n\n${shown}`;
}
