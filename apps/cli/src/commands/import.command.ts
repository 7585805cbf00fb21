import { type Command } from 'commander';

export function addImportCommands(program: Command): void {
  program.command('import');
}
