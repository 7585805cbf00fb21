import { type RecordedLedgerEvent } from '#libs/contracts';
import { type Permission } from '../permissions.js';

/** Permissions that can be given to one person or to everyone, beside what their role has. */
export const grantableRights = ['lead.redistribute'] as const satisfies readonly Permission[];
export type GrantableRight = (typeof grantableRights)[number];
export const isGrantable = (right: string): right is GrantableRight => grantableRights.includes(right as GrantableRight);

/** The rights given on one stream: `settings` for everyone, `user-<id>` for a person. */
export type GivenRights = readonly string[];

export const noRights: GivenRights = [];

export function evolveRights(given: GivenRights, event: RecordedLedgerEvent): GivenRights {
  switch (event.type) {
    case 'settings.right-given':
    case 'user.right-given':
      return given.includes(event.data.right) ? given : [...given, event.data.right];
    case 'settings.right-withdrawn':
    case 'user.right-withdrawn':
      return given.filter((right) => right !== event.data.right);
    default:
      return given;
  }
}
