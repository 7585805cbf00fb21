import { type Report } from '../run/run-report.js';
import { type ReportRequest } from '../run/report-request.js';

/** The manager's four questions (R0.11): each a definition with a version. `team` is the fact that says which team a row counts for. */
const managerQuestions = [
  { question: 'untouched leads', definition: 'untouched_leads', team: 'team', by: ['owner'] },
  { question: 'follow-up efficiency per rep', definition: 'follow_up_efficiency', team: 'team', by: ['owner'] },
  { question: 'channel quality', definition: 'channel_quality', team: 'lead.team_today', by: ['channel'] },
  { question: 'where the process is stuck', definition: 'stuck_leads', team: 'team', by: ['stage'] },
] as const;

export interface TeamHealth {
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly position: string;
  readonly questions: readonly ({ readonly question: string } & Report)[];
}

/** All four at one position. Each question is asked of the last published version, which the answer names. */
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
