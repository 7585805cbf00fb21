import { assertNever } from '#libs/platform';
import { type Cause } from './cause.js';

/** A published number and what was decided about it since. `R` is what it was published with: its receipt. */
export interface Figure<R> {
  readonly figureId: string;
  readonly name: string;
  readonly version: number;
  /** As first published; never replaced. */
  readonly published: Standing<R>;
  /** What stands: the receipt last restated to, else the one published. */
  readonly stands: Standing<R>;
  /** The last look at what later facts did, where somebody chose to leave the figure as it stands. */
  readonly held: Held | null;
  /** The figure that answered the same question under another version before. */
  readonly redefines: { readonly figureId: string; readonly version: number } | null;
}

interface Standing<R> {
  readonly receipt: R;
  readonly at: string;
  readonly by: string;
  readonly reason: string | null;
}

interface Held {
  /** What was known up to here was looked at. */
  readonly position: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

interface Recorded {
  readonly metadata: { readonly knownAt: string; readonly actor: { readonly id: string } };
}

type Of<T extends string, D> = Recorded & { readonly type: T; readonly data: D & { readonly figureId: string } };

/** The events of `definition-<name>` that speak of figures. */
export type FigureEvent<R> =
  | Of<'definition.figure-published', { readonly name: string; readonly version: number; readonly receipt: R }>
  | Of<'definition.figure-redefined', { readonly before: { readonly figureId: string; readonly version: number } }>
  | Of<'definition.figure-restated', { readonly receipt: R; readonly causes: readonly Cause[]; readonly reason: string }>
  | Of<'definition.figure-held', { readonly position: string; readonly causes: readonly Cause[]; readonly reason: string }>;

/** Published figures in order of publication. */
export function evolveFigures<R>(figures: readonly Figure<R>[], event: FigureEvent<R>): readonly Figure<R>[] {
  const { figureId } = event.data;
  const at = event.metadata.knownAt;
  const by = event.metadata.actor.id;
  const change = (to: (figure: Figure<R>) => Figure<R>): readonly Figure<R>[] =>
    figures.map((figure) => (figure.figureId === figureId ? to(figure) : figure));
  switch (event.type) {
    case 'definition.figure-published': {
      const { name, version, receipt } = event.data;
      const published = { receipt, at, by, reason: null };
      return [...figures, { figureId, name, version, published, stands: published, held: null, redefines: null }];
    }
    case 'definition.figure-redefined': {
      const { before } = event.data;
      return change((figure) => ({ ...figure, redefines: before }));
    }
    case 'definition.figure-restated': {
      const { receipt, reason } = event.data;
      return change((figure) => ({ ...figure, stands: { receipt, at, by, reason }, held: null }));
    }
    case 'definition.figure-held': {
      const { position, reason } = event.data;
      return change((figure) => ({ ...figure, held: { position: Number(position), at, by, reason } }));
    }
    default:
      return assertNever(event);
  }
}
