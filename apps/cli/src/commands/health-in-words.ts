import { measureInWords, type ReportAnswer, rowsInWords } from './report-in-words.js';

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
      const total = `${measureInWords(each.total, each.totalExact)} ${each.unit}`;
      const head = `${each.question}: ${total}\n${each.title} (${each.definition}@${each.version}, position ${each.position}, receipt ${each.receipt.resultHash.slice(0, 12)})`;
      return `${head}\n\n${rowsInWords(each)}`;
    })
    .join('\n\n');
