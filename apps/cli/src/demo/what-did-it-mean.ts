import { type ApiClient } from '../client/api-client.js';
import { type ReportAnswer } from '../commands/report-in-words.js';
import { bar, table } from '../output/table.js';

interface DiffItem {
  readonly entity: string;
  readonly id: string;
  readonly lead: string;
  readonly clauses: readonly string[];
  readonly events: readonly string[];
}

interface Diff {
  readonly leave: readonly DiffItem[];
  readonly enter: readonly DiffItem[];
}

export interface MeaningQuestion {
  readonly before: string;
  readonly after: string;
  readonly from: string;
  readonly to: string;
}

const SHOWN = 6;

/** One metric under two versions, what leaves and enters and why, and a receipt that verifies. */
export async function whatDidItMean(api: ApiClient, { before, after, from, to }: MeaningQuestion): Promise<string> {
  const run = (definition: string) => api.post<ReportAnswer>('/v1/reports/run', { definition, from, to });
  const [old, now] = [await run(before), await run(after)];
  const diff = await api.post<Diff>('/v1/reports/diff', { before, after, from, to });
  const verified = await api.post<{ valid: boolean; reason: string }>('/v1/receipts/verify', { receipt: now.receipt });
  const longest = Math.max(old.total ?? 0, now.total ?? 0, 1);
  const line = (report: ReportAnswer) =>
    `${report.definition}@${report.version}  ${String(report.total).padStart(5)} ${report.unit.padEnd(10)} ${bar((report.total ?? 0) / longest, 30)}  ${report.title}`;
  return [
    `New leads from ${from} to ${to} (${now.timeZone}), position ${now.position}`,
    '',
    line(old),
    line(now),
    '',
    `${diff.leave.length} leave, ${diff.enter.length} enter:`,
    table(byClause(diff), [
      { heading: 'clause that decided', of: (row) => row.clause },
      { heading: 'leave', of: (row) => row.leave, align: 'right' },
      { heading: 'enter', of: (row) => row.enter, align: 'right' },
    ]),
    '',
    `The first ${Math.min(SHOWN, diff.leave.length)} that leave:`,
    table(await named(api, diff.leave.slice(0, SHOWN)), [
      { heading: 'lead', of: (row) => row.externalId },
      { heading: 'inquiry', of: (row) => row.id },
      { heading: 'because', of: (row) => row.clauses.join(', ') },
    ]),
    '',
    `Receipt ${now.receipt.resultHash}`,
    verified.valid
      ? 'The receipt is valid: computed again from the log alone, the number is the same.'
      : `The receipt does not verify: ${verified.reason}`,
  ].join('\n');
}

/** With the name that the source system gave the lead. */
const named = (api: ApiClient, items: readonly DiffItem[]) =>
  Promise.all(
    items.map(async (item) => {
      const { externalId } = await api.get<{ externalId: string | null }>(`/v1/leads/${item.lead}`);
      return { ...item, externalId };
    }),
  );

function byClause({ leave, enter }: Diff): { clause: string; leave: number; enter: number }[] {
  const counts = new Map<string, { clause: string; leave: number; enter: number }>();
  const count = (items: readonly DiffItem[], side: 'leave' | 'enter') => {
    for (const clause of items.flatMap(({ clauses }) => clauses)) {
      const row = counts.get(clause) ?? { clause, leave: 0, enter: 0 };
      row[side] += 1;
      counts.set(clause, row);
    }
  };
  count(leave, 'leave');
  count(enter, 'enter');
  return [...counts.values()];
}
