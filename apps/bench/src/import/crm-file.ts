import { type EventData, type PositionedEvent } from '#libs/contracts';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readSql } from '#libs/platform';
import { leadLife, repsFor } from '../data/lead-life.js';
import { leadsFor } from '../data/seed-log.js';

const HEADER = 'lead,at,activity,owner,team,channel,product,employees,name,phone,email,outcome,stage,value,currency,reason\n';

export interface CrmFile {
  readonly csv: string;
  readonly mapping: string;
  readonly rows: number;
}

/**
 * An export as a CRM writes it: one row per activity of any lead, in the order of time, so that the rows of one lead lie far apart. Each file has
 * people and a mapping of its own, so that an import of it finds nothing that another has brought in.
 */
export async function writeCrmFile(folder: string, name: string, events: number, salt: number): Promise<CrmFile> {
  const leads = leadsFor(events);
  const reps = repsFor(leads);
  const rows: { at: string; line: string }[] = [];
  for (let number = 0; number < leads; number++)
    for (const event of leadLife(number, reps).positioned()) {
      const at = event.metadata.knownAt;
      rows.push({ at, line: `L${number},${at},${cellsOf(event, number + salt * leads).join(',')}\n` });
    }
  rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const csv = join(folder, `${name}.csv`);
  await pipeline(Readable.from([HEADER, ...rows.map(({ line }) => line)]), createWriteStream(csv));
  const mapping = join(folder, `${name}.mapping.yaml`);
  await writeFile(mapping, readSql(import.meta.url, './crm.mapping.yaml').replaceAll('NAME', name));
  return { csv, mapping, rows: rows.length };
}

type Cells = Partial<Record<'owner' | 'team' | 'channel' | 'product' | 'employees' | 'name' | 'phone' | 'email', string>> &
  Partial<Record<'outcome' | 'stage' | 'value' | 'currency' | 'reason', string>>;

const COLUMNS = HEADER.trim().split(',').slice(3) as (keyof Cells)[];

function cellsOf(event: PositionedEvent, person: number): string[] {
  const [activity, cells] = said(event, person);
  return [activity, ...COLUMNS.map((column) => cells[column] ?? '')];
}

function said(event: PositionedEvent, person: number): [string, Cells] {
  switch (event.type) {
    case 'lead.captured':
      return ['inquiry', contactOf(event.data, person)];
    case 'lead.assigned':
    case 'lead.transferred':
      return [event.type.slice(5), { ...moved(event.data), reason: event.data.reason ?? '' }];
    case 'lead.ownership-corrected':
      return ['corrected', { ...moved(event.data), reason: event.data.reason }];
    case 'lead.follow-up-recorded':
      return ['call', { owner: event.data.by ?? '', outcome: event.data.outcome ?? '' }];
    case 'lead.stage-entered':
      return ['stage', { stage: event.data.stage }];
    case 'lead.won':
      return ['won', { value: event.data.value?.amount ?? '', currency: 'EUR' }];
    case 'lead.lost':
      return ['lost', { reason: event.data.reason ?? '' }];
    case 'lead.marked-invalid':
      return ['invalid', { reason: event.data.reason }];
    default:
      throw new Error(`The file of the import benchmark has no row for ${event.type}`);
  }
}

const moved = ({ to, team }: Pick<EventData<'lead.assigned'>, 'to' | 'team'>): Cells => ({
  owner: to.kind === 'unknown' ? '' : to.id,
  team: team ?? '',
});

const contactOf = ({ inquiry }: EventData<'lead.captured'>, person: number): Cells => ({
  channel: inquiry.channel,
  product: String(inquiry.attributes['product'] ?? ''),
  employees: String(inquiry.attributes['employees'] ?? ''),
  name: `Person ${person}`,
  phone: `+49151${String(10_000_000 + person)}`,
  email: `person.${person}@example.org`,
});
