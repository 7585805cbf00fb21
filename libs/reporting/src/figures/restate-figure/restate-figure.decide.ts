import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { recorded } from '../cause.js';
import { type Figure } from '../figure.evolve.js';
import { type FigureReview, figureToReview } from '../figure-to-review.js';

/** The figure stands at what is known now, from here on; what was published stays readable. */
export function decideRestateFigure<R>(
  figures: readonly Figure<R>[],
  review: FigureReview<R>,
): { readonly problems: readonly Violation[]; readonly events: readonly LedgerEvent[] } {
  const { figure, problems } = figureToReview(figures, review);
  if (!figure) return { problems, events: [] };
  const { figureId, name, version } = figure;
  const { now: receipt, causes, reason } = review;
  return {
    problems: [],
    events: [
      {
        type: 'definition.figure-restated',
        data: { name, version, figureId, receipt, causes: causes.map(recorded), reason: reason.trim() },
      },
    ],
  };
}
