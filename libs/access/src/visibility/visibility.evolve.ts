import { type RecordedLedgerEvent, type VisibilityMode } from '#libs/contracts';
import { type ModeInForce } from './decide-sight.js';

interface ModeVersion {
  readonly version: number;
  /** Null: a team without one of its own. */
  readonly mode: VisibilityMode | null;
  /** Milliseconds since the epoch. */
  readonly from: number;
}

/** The modes that an organisation (`settings`) or a team (`team-<id>`) had, in their order. */
export type ModeVersions = readonly ModeVersion[];

export const noModes: ModeVersions = [];

export const evolveModes = (versions: ModeVersions, event: RecordedLedgerEvent): ModeVersions =>
  event.type === 'settings.visibility-changed' || event.type === 'team.visibility-changed'
    ? [
        ...versions,
        { version: event.data.version, mode: event.data.mode, from: Date.parse(event.metadata.occurredAt.value ?? event.metadata.knownAt) },
      ]
    : versions;

/** What held where nobody has decided: collective visibility. */
export const UNDECIDED: ModeInForce = { mode: 'open', version: 0 };

export function modeAt(versions: ModeVersions, at: number): ModeInForce | null {
  const held = versions.findLast(({ from }) => from <= at);
  return held?.mode ? { mode: held.mode, version: held.version } : null;
}
