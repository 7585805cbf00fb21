import { Command } from 'commander';
import { addAbsenceCommands } from './commands/absence.command.js';
import { addAccessCommands } from './commands/access.command.js';
import { addAuditCommands } from './commands/audit.command.js';
import { addAlertCommands } from './commands/alerts.command.js';
import { addCalendarCommands } from './commands/calendar.command.js';
import { addAccountableCommands } from './commands/accountable.command.js';
import { addDefinitionCommands } from './commands/definition.command.js';
import { addDemoCommand } from './commands/demo.command.js';
import { addEventCommands } from './commands/events.command.js';
import { addEventStoreCommands } from './commands/event-store.command.js';
import { addHistoryCommand } from './commands/history.command.js';
import { addImportCommands } from './commands/import.command.js';
import { addLeadCommands } from './commands/lead.command.js';
import { addOwnerCommands } from './commands/owner.command.js';
import { addPersonCommands } from './commands/person.command.js';
import { addPolicyCommands } from './commands/policy.command.js';
import { addPoolCommands } from './commands/pool.command.js';
import { addProjectionCommands } from './commands/projections.command.js';
import { addReceiptCommand } from './commands/receipt.command.js';
import { addRepCommands } from './commands/rep.command.js';
import { addReportCommands } from './commands/report.command.js';
import { addSimulateCommand } from './commands/simulate-policy.command.js';
import { addServeCommand } from './commands/serve.command.js';
import { addTeamCommands } from './commands/team.command.js';
import { addTrustCommands } from './commands/trust.command.js';
import { addTeamHealthCommand } from './commands/team-health.command.js';
import { addBreachesCommand } from './commands/breaches.command.js';
import { addUnplannedCommand } from './commands/unplanned.command.js';
import { addRatesCommands } from './commands/rates.command.js';
import { addVocabularyCommands } from './commands/vocabulary.command.js';
import { addWhyCommand } from './commands/why.command.js';
import { addWorkingTermCommands } from './commands/working-terms.command.js';

/**
 * The command line as a tree of commands. Global options stand on the root, where commander takes them before and after a command's name.
 * Nothing is printed by commander itself in case of an error: `main.ts` does that, in words or as a problem document. Only where a command is
 * missing it prints the help, unless a program asks (`json`).
 */
export function buildProgram({ json = false } = {}): Command {
  const program = new Command('leadledger')
    .description('Who owned this customer, what should each rep do today, and what did this number mean: answered for any moment.')
    .version('0.1.0')
    .option('--json', 'one JSON document (or NDJSON) on stdout and nothing else; problems as RFC 9457 on stderr')
    .option('--url <url>', 'address of a running server (or LEADLEDGER_URL, with LEADLEDGER_TOKEN)')
    .option('--data <dir>', 'data folder of the server (or LEADLEDGER_DATA; default ./.leadledger)')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined, ...(json && { writeErr: () => undefined }) })
    .exitOverride();
  addServeCommand(program);
  addDemoCommand(program);
  addImportCommands(program);
  addOwnerCommands(program);
  addHistoryCommand(program);
  addWhyCommand(program);
  addPersonCommands(program);
  addAccountableCommands(program);
  addRepCommands(program);
  addLeadCommands(program);
  addPoolCommands(program);
  addAccessCommands(program);
  addAuditCommands(program);
  addUnplannedCommand(program);
  addBreachesCommand(program);
  addAlertCommands(program);
  addTeamHealthCommand(program);
  addTeamCommands(program);
  addWorkingTermCommands(program);
  addAbsenceCommands(program);
  addCalendarCommands(program);
  addDefinitionCommands(program);
  const policy = addPolicyCommands(program);
  addSimulateCommand(policy);
  addTrustCommands(policy);
  addVocabularyCommands(program);
  addRatesCommands(program);
  addReportCommands(program);
  addReceiptCommand(program);
  addProjectionCommands(program);
  addEventCommands(program);
  addEventStoreCommands(program);
  return program;
}
