import { type PositionedEvent } from '#libs/contracts';

/** Something that is due at an instant, as the events of one stream say it. */
export interface TimerRow {
  /** Unique in the installation, and the same for the same thing at every fold: `recycle 0190…`. */
  readonly timer: string;
  /** Which `TimerKind` fires it. */
  readonly kind: string;
  /** ISO, UTC, milliseconds. */
  readonly dueAt: string;
  /** What it is about: a lead, a team, an alert. Timers of one subject fire one after the other, the earliest first. */
  readonly subject: string;
  /** What firing needs beside the stream; JSON, no personal data. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Reads timers from one category of streams. Pure: it looks at nothing but the events, so that a rebuilt table equals the live one. */
export interface TimerSource {
  /** `lead` is every `lead-<id>`. */
  readonly category: string;
  timersOf(stream: string, events: readonly PositionedEvent[]): readonly TimerRow[];
}
