import { type Holder } from '#libs/contracts';
import { type DecideContext, holderOf } from './decision.js';
import { type LeadState } from './lead-state.js';

/** The team a period of ownership counts for: as said, else the holder's own at that time. */
export function teamFor(to: Holder, said: string | undefined, context: DecideContext): string | null {
  if (said !== undefined) return said;
  switch (to.kind) {
    case 'person':
      return context.organisation.rep(to.id)?.teamAt(context.start) ?? null;
    case 'team':
      return to.id;
    case 'pool':
      return context.organisation.pool(to.id)?.team ?? null;
    case 'unknown':
      return null;
  }
}

/** Data of an ownership event. The previous holder is who had the lead, never who acts. */
export const ownershipData = (
  state: LeadState,
  to: Holder,
  team: string | undefined,
  reason: string | undefined,
  context: DecideContext,
) => ({
  to,
  team: teamFor(to, team, context),
  previous: holderOf(state, context)?.to ?? { kind: 'unknown' as const },
  reason: reason ?? null,
});
