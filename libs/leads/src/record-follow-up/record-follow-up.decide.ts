import { idCheck, textCheck, workedHere } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { type RecordFollowUp } from '../lead-action.js';
import { exists } from '../lead-rules.js';

const DIRECTIONS = ['outbound', 'inbound', 'internal'];

/** A contact or a note about one. A closed lead keeps taking them: customers go on calling. */
export const decideFollowUp: Decide<RecordFollowUp> = (state, action, context) =>
  outcome(
    context,
    {
      impossible: [
        exists(state),
        textCheck('type', action.type, 128),
        directionCheck(action.direction),
        textCheck('outcome', action.outcome, 128),
        idCheck('by', action.by),
      ],
      breaches: [workedHere('by', action.by, context)],
    },
    () => ({
      type: 'lead.follow-up-recorded',
      data: {
        followUpId: context.id('follow-up'),
        type: action.type,
        direction: action.direction,
        outcome: action.outcome ?? null,
        automatic: action.automatic ?? false,
        by: action.by ?? (action.automatic ? null : context.actingRep),
        sealedNote: context.sealedNote,
      },
    }),
  );

const directionCheck = (direction: string): Verdict =>
  DIRECTIONS.includes(direction)
    ? null
    : { code: 'FOLLOW_UP.DIRECTION_UNKNOWN', message: `direction must be one of ${DIRECTIONS.join(', ')}`, path: 'direction' };
