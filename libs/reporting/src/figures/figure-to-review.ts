import { type Violation } from '#libs/platform';
import { type Cause } from './cause.js';
import { type Figure } from './figure.evolve.js';

/** What somebody decides on: a figure as it stands beside what is known now. */
export interface FigureReview<R> {
  readonly figureId: string;
  /** What its version gives now. */
  readonly now: R;
  /** Position up to which the log was looked at. */
  readonly position: string;
  /** Whether the number or a row of it is another now. */
  readonly moved: boolean;
  readonly causes: readonly Cause[];
  readonly reason: string;
}

/** The figure, or every reason why nothing can be decided about it. */
export function figureToReview<R>(
  figures: readonly Figure<R>[],
  { figureId, moved, reason }: FigureReview<R>,
): { readonly figure: Figure<R>; readonly problems: readonly [] } | { readonly figure: null; readonly problems: readonly Violation[] } {
  const figure = figures.find((each) => each.figureId === figureId);
  const problems: Violation[] = [];
  if (!figure)
    problems.push({
      code: 'FIGURE.NOT_FOUND',
      message: `No figure ${figureId} was published: "report restatements NAME" lists those there are`,
      path: 'figure',
    });
  else if (!moved)
    problems.push({ code: 'FIGURE.UNCHANGED', message: 'The figure stands as published: later facts did not move it', path: 'figure' });
  if (reason.trim() === '') problems.push({ code: 'FIGURE.REASON', message: 'Say why', path: 'reason' });
  return figure && problems.length === 0 ? { figure, problems: [] } : { figure: null, problems };
}
