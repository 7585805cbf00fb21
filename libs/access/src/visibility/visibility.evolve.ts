import { type RecordedLedgerEvent, type VisibilityMode } from '#libs/contracts';
import { type Fold } from '#libs/event-store';
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

const noModes: ModeVersions = [];

const evolveModes = (versions: ModeVersions, event: RecordedLedgerEvent): ModeVersions =>
  event.type === 'settings.visibility-changed' || event.type === 'team.visibility-changed'
    ? [
        ...versions,
        { version: event.data.version, mode: event.data.mode, from: Date.parse(event.metadata.occurredAt.value ?? event.metadata.knownAt) },
      ]
    : versions;

export const modesFold: Fold<ModeVersions> = { initial: noModes, evolve: evolveModes };

/** What held where nobody has decided: collective visibility. */
const UNDECIDED: ModeInForce = { mode: 'open', version: 0 };

export function modeAt(versions: ModeVersions, at: number): ModeInForce | null {
  const held = versions.findLast(({ from }) => from <= at);
  return held?.mode ? { mode: held.mode, version: held.version } : null;
}

/** Of the stream `settings`. */
export const organisationModeAt = (versions: ModeVersions, at: number): ModeInForce => modeAt(versions, at) ?? UNDECIDED;
