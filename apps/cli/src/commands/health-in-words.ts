import { type ReportAnswer, rowsInWords, totalInWords } from './report-in-words.js';

/** The manager's questions, each a report by a definition with its receipt. */
export interface HealthAnswer {
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly position: string;
  readonly questions: readonly ({ readonly question: string } & ReportAnswer)[];
}

/** Each question with its number, what it means (definition version) and what it rests on (position). */
export const healthInWords = (health: HealthAnswer): string =>
  health.questions
    .map((each) => {
      const head = `${each.question}: ${totalInWords(each)}\n${each.title} (${each.definition}@${each.version}, position ${each.position}, receipt ${each.receipt.resultHash.slice(0, 12)})`;
      return `${head}\n\n${rowsInWords(each)}`;
    })
    .join('\n\n');
