#!/usr/bin/env node
import { CommanderError } from 'commander';
import { OutputClosed, say } from './output/print.js';
import { describeProblem, EXIT_REFUSED, EXIT_USAGE, problemOf, usageProblem } from './output/problem-output.js';
import { buildProgram } from './program.js';

/** Exit codes: 0 done, 1 refused or failed, 2 wrong usage. */
async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  try {
    await buildProgram({ json }).parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof OutputClosed) return 0;
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      // Help that was not asked for has been printed already, but not to a program: a command was missing.
      if (json || error.code !== 'commander.help') say(describeProblem(usageProblem(error), json));
      return EXIT_USAGE;
    }
    say(describeProblem(problemOf(error), json));
    return EXIT_REFUSED;
  }
}

process.exitCode = await main(process.argv);
