import { type LedgerEvent } from '#libs/contracts';
import { type Figure } from '../figure.evolve.js';

interface Question {
  readonly definition: { readonly name: string; readonly version: number };
  readonly request: unknown;
}

/**
 * Puts a number on record. Where the same question was published under another version, that is said in an event of its own: a redefinition, which is
 * never a restatement. `asks` tells whether two receipts answer the same question.
 */
export function decidePublishFigure<R extends Question>(
  figures: readonly Figure<R>[],
  { figureId, receipt }: { readonly figureId: string; readonly receipt: R },
  asks: (a: R, b: R) => boolean,
): readonly LedgerEvent[] {
  const { name, version } = receipt.definition;
  const before = figures.findLast((figure) => figure.version !== version && asks(figure.published.receipt, receipt));
  return [
    { type: 'definition.figure-published', data: { name, version, figureId, receipt } },
    ...(before
      ? [
          {
            type: 'definition.figure-redefined' as const,
            data: { name, version, figureId, before: { figureId: before.figureId, version: before.version } },
          },
        ]
      : []),
  ];
}
