import { type Command } from 'commander';
import { invalid, ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { readText } from './given-file.js';

export function addReceiptCommand(program: Command): void {
  program
    .command('receipt')
    .description('Receipts of numbers')
    .command('verify')
    .description('Compute a number again from the log and compare: exit 1 and the first difference where it does not match')
    .argument('<file>', 'a receipt as JSON, a whole answer of "report run --json", or a page of "report run --format html"')
    .action(
      onServer(true, async ({ api, json }, [file = '']) => {
        const document = readDocument(file);
        const verified = await api.post<VerifiedReceipt>('/v1/receipts/verify', document);
        if (json) await line(JSON.stringify(verified));
        else if (verified.valid) await line(`The receipt is valid: the log gives the same number (${totalOf(document)}), rows and members`);
        if (!verified.valid) {
          const message = `The receipt does not match the log: ${verified.reason ?? ''} ${JSON.stringify(verified.firstDifference ?? null)}`;
          throw new ProblemError(409, [{ code: 'RECEIPT.DIFFERS', message }]);
        }
      }),
    );
}

interface VerifiedReceipt {
  readonly valid: boolean;
  readonly reason: string | null;
  readonly firstDifference: unknown;
}

/** The number that was verified, so that it can be compared with what stands on a page or a slide. */
function totalOf(document: object): string {
  const { total, unit } = ('receipt' in document ? document.receipt : document) as Record<string, unknown>;
  return total === null || total === undefined ? `no total, in ${String(unit)}` : `${String(total as number)} ${String(unit)}`;
}

/** The receipt in a page of a report: data that the page carries and does not show. */
const IN_PAGE = /<script type="application\/json" id="receipt">([\s\S]*?)<\/script>/;

/** A receipt, or an answer that holds one. Errors: `CLI.NOT_JSON` (422). */
function readDocument(file: string): object {
  const text = readText(file);
  try {
    return JSON.parse(IN_PAGE.exec(text)?.[1] ?? text) as object;
  } catch (error) {
    throw invalid({
      code: 'CLI.NOT_JSON',
      message: `${file} holds no receipt: it is neither JSON nor a page of a report (${(error as Error).message})`,
    });
  }
}
