import { type LedgerEvent } from '#libs/contracts';
import { type Violation } from '#libs/platform';
import { recorded } from '../cause.js';
import { type Figure } from '../figure.evolve.js';
import { type FigureReview, figureToReview } from '../figure-to-review.js';

/** The figure stays as it stands, although later facts would move it: until they move it further. */
export function decideHoldFigure<R>(
  figures: readonly Figure<R>[],
  review: FigureReview<R>,
): { readonly problems: readonly Violation[]; readonly events: readonly LedgerEvent[] } {
  const { figure, problems } = figureToReview(figures, review);
  if (!figure) return { problems, events: [] };
  const { figureId, name, version } = figure;
  const { position, causes, reason } = review;
  return {
    problems: [],
    events: [
      { type: 'definition.figure-held', data: { name, version, figureId, position, causes: causes.map(recorded), reason: reason.trim() } },
    ],
  };
}
