import { table } from '../output/table.js';
import { reportInWords, type ReportAnswer } from './report-in-words.js';

/** One of the manager's questions: a report by a definition, with its receipt. */
export interface HealthQuestion {
  readonly question: string;
  readonly report: ReportAnswer;
}

export interface HealthAnswer {
  readonly team: string;
  readonly position: string;
  readonly questions: readonly HealthQuestion[];
}

export const healthInWords = (health: HealthAnswer): string =>
  health.questions.map(({ question, report }) => `${question}\n\n${reportInWords(report)}`).join('\n\n') || table([], []);
