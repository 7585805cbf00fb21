import { type AccessCommands, type MayDo, type VisibilityReader } from '#libs/access';
import { type OrganisationReader } from '#libs/dispatch';
import { type EventLog } from '#libs/event-store';

export const ACCESS = Symbol('access');

/** Rights and visibility: commands, and what answers "may this one". */
export interface AccessService {
  readonly commands: AccessCommands;
  readonly mayDo: MayDo;
  readonly visibility: VisibilityReader;
  readonly organisation: OrganisationReader;
  readonly log: EventLog;
}
