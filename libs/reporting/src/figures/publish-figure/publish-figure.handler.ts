import { type EventLog, type StorePosition } from '#libs/event-store';
import { canonicalJson, type Clock, derivedId } from '#libs/platform';
import { appendToDefinition, type DefinitionEnvelope } from '../../publish-definition/append-to-definition.js';
import { type Receipt } from '../../receipt/receipt.js';
import { figuresOf } from '../figures-of.js';
import { decidePublishFigure } from './publish-figure.decide.js';

export interface PublishedFigure {
  readonly figureId: string;
  readonly receipt: Receipt;
  readonly storePosition: StorePosition | null;
}

const asksTheSame = (a: Receipt, b: Receipt): boolean => canonicalJson(a.request) === canonicalJson(b.request);

/** Puts a number on record with its receipt: from now on later facts make a restatement of it, never a silent change. */
export async function publishFigure(
  deps: { readonly log: EventLog; readonly clock: Clock },
  receipt: Receipt,
  envelope: DefinitionEnvelope,
): Promise<PublishedFigure> {
  const { name } = receipt.definition;
  const figureId = derivedId('figure', name, envelope.commandId);
  const { answer, storePosition } = await appendToDefinition(deps, name, envelope, {
    decide: (stream) => ({ answer: receipt, events: decidePublishFigure(figuresOf(stream), { figureId, receipt }, asksTheSame) }),
    replay: (event) => event.data['receipt'] as Receipt,
  });
  return { figureId, receipt: answer, storePosition };
}
