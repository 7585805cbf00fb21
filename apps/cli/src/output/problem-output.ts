import { type CommanderError } from 'commander';
import { type Problem, ProblemError } from '#libs/platform';

export const EXIT_REFUSED = 1;
export const EXIT_USAGE = 2;

/** A failure in words on stderr: what is wrong, where, and what to do; with `--json` the RFC 9457 object in one line. */
export function describeProblem(problem: Problem, json: boolean): string {
  if (json) return JSON.stringify(problem);
  const lines = problem.violations.map(
    ({ message, path, code }) => `${path && !saysWhere(message, path) ? `${path}: ` : ''}${message} [${code}]`,
  );
  return lines.length === 1
    ? `leadledger: ${lines[0]}`
    : [`leadledger: ${lines.length} problems`, ...lines.map((each) => `  ${each}`)].join('\n');
}

const saysWhere = (message: string, path: string): boolean => message.startsWith(path) || /^line \d+, column \d+: /.test(message);

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.toProblem();
  const wrong = error instanceof Error ? error : new Error(String(error));
  return new ProblemError(500, [
    { code: 'CLI.DEFECT', message: `This is a defect of LeadLedger, please report it: ${wrong.stack ?? wrong.message}` },
  ]).toProblem();
}

/** Commander's complaint about how the command was written. */
export function usageProblem(error: CommanderError): Problem {
  const message = error.code === 'commander.help' ? 'a command is missing: --help lists them' : error.message.replace(/^error: /, '');
  return new ProblemError(400, [{ code: 'CLI.WRONG_USAGE', message }]).toProblem();
}
