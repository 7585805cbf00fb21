import { type DocumentProblem } from '#libs/expressions';
import { sha256 } from '#libs/platform';
import { calendarReader, parseCalendar } from './parse-calendar.js';
import { type PlannedCalendar } from './publish-calendar.decide.js';
import { type Feeds, writeOut } from './write-out.js';

export interface CheckedCalendar {
  /** Null where there is any problem. */
  readonly planned: PlannedCalendar | null;
  /** Every problem, in the order of the document. */
  readonly problems: readonly DocumentProblem[];
}

/** Reads a document, asks its sources for their days, and names everything that is wrong. */
export async function checkCalendar(document: string, feeds: Feeds): Promise<CheckedCalendar> {
  const yaml = calendarReader(document);
  const parsed = parseCalendar(yaml);
  const writtenOut = parsed && (await writeOut(yaml, parsed, feeds));
  const problems = yaml.sorted();
  const planned = parsed && writtenOut && problems.length === 0 ? { parsed, writtenOut, document, documentHash: sha256(document) } : null;
  return { planned, problems };
}

/** The iCalendar files that a document wants to be sent with it. */
export function feedsOf(document: string): readonly string[] {
  const parsed = parseCalendar(calendarReader(document));
  return (parsed?.holidays ?? []).flatMap((holiday) => (holiday.kind === 'feed' ? [holiday.feed] : []));
}
