import { managerQuestions } from './manager-questions.js';
import { type Report } from '../run/run-report.js';
import { type ReportRequest } from '../run/report-request.js';

export interface TeamHealth {
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly position: string;
  readonly questions: readonly ({ readonly question: string } & Report)[];
}

/** All four at one position. Each question is asked of the version in force, which the answer names. */
export async function teamHealth(
  run: (request: ReportRequest) => Promise<Report>,
  ask: {
    readonly team: string;
    readonly from: string;
    readonly to: string;
    readonly knownAt?: string;
    readonly position?: string | number;
  },
): Promise<TeamHealth> {
  const questions: ({ question: string } & Report)[] = [];
  for (const { question, definition, team, by } of managerQuestions) {
    const position = questions[0]?.position ?? ask.position;
    const report = await run({
      definition,
      from: ask.from,
      to: ask.to,
      by,
      where: `${team} == ${JSON.stringify(ask.team)}`,
      ...(ask.knownAt !== undefined && { knownAt: ask.knownAt }),
      ...(position !== undefined && { position }),
    });
    questions.push({ question, ...report });
  }
  return { team: ask.team, from: ask.from, to: ask.to, position: questions[0]!.position, questions };
}
