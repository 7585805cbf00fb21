import { type Command } from 'commander';
import { invalid, ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { readText } from './definition.command.js';

interface VerifiedReceipt {
  readonly valid: boolean;
  readonly reason: string | null;
  readonly firstDifference: unknown;
}

export function addReceiptCommand(program: Command): void {
  program
    .command('receipt')
    .description('Receipts of numbers')
    .command('verify')
    .description('Compute a number again from the log and compare: exit 1 and the first difference where it does not match')
    .argument('<file>', 'JSON: a receipt, or a whole answer of "report run --json" that holds one')
    .action(
      onServer(true, async ({ api, json }, [file = '']) => {
        const receipt = readReceipt(file);
        const verified = await api.post<VerifiedReceipt>('/v1/receipts/verify', { receipt });
        if (json) await line(JSON.stringify(verified));
        else if (verified.valid) await line('The receipt is valid: the log gives the same number, rows and members');
        if (!verified.valid) {
          const message = `The receipt does not match the log: ${verified.reason ?? ''} ${JSON.stringify(verified.firstDifference ?? null)}`;
          throw new ProblemError(409, [{ code: 'RECEIPT.DIFFERS', message }]);
        }
      }),
    );
}

/** Errors: `CLI.NOT_JSON` (422). */
function readReceipt(file: string): unknown {
  const text = readText(file);
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && 'receipt' in content ? content.receipt : content;
  } catch (error) {
    throw invalid({ code: 'CLI.NOT_JSON', message: `${file} is not JSON: ${(error as Error).message}` });
  }
}
