import { isDeepStrictEqual } from 'node:util';
import { type Command } from 'commander';
import { invalid, ProblemError } from '#libs/platform';
import { onServer } from '../client/session.js';
import { line } from '../output/print.js';
import { readText } from './given-file.js';

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
        const document = readDocument(file);
        const { receipt } = document;
        const verified = differsFromReceipt(document) ?? (await api.post<VerifiedReceipt>('/v1/receipts/verify', { receipt }));
        if (json) await line(JSON.stringify(verified));
        else if (verified.valid) await line('The receipt is valid: the log gives the same number, rows and members');
        if (!verified.valid) {
          const message = `The receipt does not match the log: ${verified.reason ?? ''} ${JSON.stringify(verified.firstDifference ?? null)}`;
          throw new ProblemError(409, [{ code: 'RECEIPT.DIFFERS', message }]);
        }
      }),
    );
}

type Fields = Readonly<Record<string, unknown>>;

/** An answer that holds a receipt, or a receipt alone. */
interface Document {
  readonly answer: Fields | null;
  readonly receipt: unknown;
}

/** What an answer says of itself must be what its receipt says; the server sees the receipt only. */
function differsFromReceipt({ answer, receipt }: Document): VerifiedReceipt | null {
  if (answer === null || typeof receipt !== 'object' || receipt === null) return null;
  const said = receipt as Fields;
  const named = said['definition'] as Fields | undefined;
  const request = said['request'] as Fields | undefined;
  const expected: Fields = {
    ...said,
    definition: named?.['name'],
    version: named?.['version'],
    from: request?.['from'],
    to: request?.['to'],
  };
  const checked = ['definition', 'version', 'from', 'to', 'dateBasis', 'position', 'unit', 'total', 'totalExact', 'rows'];
  const field = checked.find((name) => name in answer && expected[name] !== undefined && !isDeepStrictEqual(answer[name], expected[name]));
  if (field === undefined) return null;
  const firstDifference = { kind: 'answer', field, expected: expected[field], found: answer[field] };
  return { valid: false, reason: `The answer was changed: its ${field} is not that of its receipt.`, firstDifference };
}

/** Errors: `CLI.NOT_JSON` (422). */
function readDocument(file: string): Document {
  const text = readText(file);
  try {
    const content: unknown = JSON.parse(text);
    const holds = typeof content === 'object' && content !== null && 'receipt' in content;
    return holds ? { answer: content as Fields, receipt: content.receipt } : { answer: null, receipt: content };
  } catch (error) {
    throw invalid({ code: 'CLI.NOT_JSON', message: `${file} is not JSON: ${(error as Error).message}` });
  }
}
