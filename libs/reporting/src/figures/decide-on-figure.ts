import { type EventLog, type StorePosition } from '#libs/event-store';
import { type Clock, ProblemError } from '#libs/platform';
import { appendToDefinition, type DefinitionEnvelope } from '../publish-definition/append-to-definition.js';
import { type Receipt } from '../receipt/receipt.js';
import { type FigureReview } from './figure-to-review.js';
import { figuresOf } from './figures-of.js';
import { decideHoldFigure } from './hold-figure/hold-figure.decide.js';
import { decideRestateFigure } from './restate-figure/restate-figure.decide.js';

/** What can be chosen for a figure that later facts moved. */
export type FigureChoice = 'restate' | 'hold';

export interface DecidedFigure {
  readonly figureId: string;
  readonly choice: FigureChoice;
  readonly storePosition: StorePosition | null;
}

const deciders = { restate: decideRestateFigure, hold: decideHoldFigure } as const;

/** Puts on record what was chosen for a figure. Throws 422 with every reason why nothing can be chosen. */
export async function decideOnFigure(
  deps: { readonly log: EventLog; readonly clock: Clock },
  name: string,
  choice: FigureChoice,
  review: FigureReview<Receipt>,
  envelope: DefinitionEnvelope,
): Promise<DecidedFigure> {
  const { figureId } = review;
  const { storePosition } = await appendToDefinition(deps, name, envelope, {
    decide: (stream) => {
      const { problems, events } = deciders[choice](figuresOf(stream), review);
      const [first, ...others] = problems;
      if (first) throw new ProblemError(first.code === 'FIGURE.NOT_FOUND' ? 404 : 422, [first, ...others]);
      return { answer: null, events };
    },
    replay: () => null,
  });
  return { figureId, choice, storePosition };
}
