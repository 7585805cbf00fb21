import { type Receipt } from '../receipt/receipt.js';
import { evolveFigures, type Figure, type FigureEvent } from './figure.evolve.js';

export type PublishedNumber = Figure<Receipt>;

/** The published figures of a definition, from the events of its stream. */
export const figuresOf = (
  stream: readonly { readonly type: string; readonly data: unknown; readonly metadata: FigureEvent<Receipt>['metadata'] }[],
): readonly PublishedNumber[] =>
  stream
    .filter((event) => event.type.startsWith('definition.figure-'))
    .reduce<readonly PublishedNumber[]>((figures, event) => evolveFigures(figures, event as unknown as FigureEvent<Receipt>), []);
