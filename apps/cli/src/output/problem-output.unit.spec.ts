import { ProblemError } from '#libs/platform';
import { describeProblem } from './problem-output.js';

const described = (message: string, path?: string): string =>
  describeProblem(new ProblemError(422, [{ code: 'X', message, ...(path !== undefined && { path }) }]).toProblem(), false);

describe('a problem in words', () => {
  it('says where, once', () => {
    expect(described('There is no fact ownr', 'where 1:3')).toBe('leadledger: where 1:3: There is no fact ownr [X]');
    expect(described('line 9, column 31: There is no fact ownr', '9:31')).toBe('leadledger: line 9, column 31: There is no fact ownr [X]');
    expect(described('/cases/0: none', '/cases/0')).toBe('leadledger: /cases/0: none [X]');
    expect(described('Say why')).toBe('leadledger: Say why [X]');
  });
});
