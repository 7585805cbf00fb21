import { type RecyclingIf } from '#libs/leads';
import { facts, table } from '../output/table.js';

const DAY_MS = 86_400_000;
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

export const isRecycling = (document: string): boolean => /^kind:\s*recycling\s*$/m.test(document);

/** Whole days in UTC, both included; instants as they are. */
export const startOf = (text: string): string => (isDate(text) ? `${text}T00:00:00.000Z` : text);
export const endOf = (text: string): string => (isDate(text) ? new Date(Date.parse(`${text}T00:00:00.000Z`) + DAY_MS).toISOString() : text);

export const recyclingIfInWords = (answer: RecyclingIf): string =>
  [
    `${answer.policy} from ${answer.from} to ${answer.to}, position ${answer.position}`,
    '',
    facts([
      ['holdings', String(answer.holdings)],
      ['would have left their owner', String(answer.left)],
      ['won by that owner later', String(answer.wonLater)],
      ['sat untouched', String(answer.untouched)],
      ['really recycled', String(answer.reallyRecycled)],
    ]),
    '',
    table(answer.byOwner, [
      { heading: 'owner', of: (row) => row.owner },
      { heading: 'holdings', of: (row) => row.holdings, align: 'right' },
      { heading: 'left', of: (row) => row.left, align: 'right' },
      { heading: 'won later', of: (row) => row.wonLater, align: 'right' },
      { heading: 'untouched', of: (row) => row.untouched, align: 'right' },
    ]),
  ].join('\n');
