import { type Command } from 'commander';

export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('load a sample history and print four answers')
    .description(
      'Start everything on a throw-away folder, import twelve weeks of a sample sales team, print four answers, stop and leave nothing behind.',
    )
    .option('--keep <dir>', 'use this folder and keep it')
    .action(async function (this: Command) {
      const { runDemo } = await import('../demo/run-demo.js');
      await runDemo(this.opts<{ keep?: string }>().keep ?? null);
    });
}
