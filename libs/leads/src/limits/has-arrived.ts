import { type HasArrived } from '#libs/dispatch';
import { type LeadState } from '../lead-state.js';

/** Whether a command is among the events of the lead so far. */
export const hasArrivedIn =
  ({ past: newest }: LeadState): HasArrived =>
  (commandId) => {
    for (let past = newest; past; past = past.before) if (past.event.metadata.commandId === commandId) return true;
    return false;
  };
