import { isDate, isZone } from '#libs/calendar';
import { textCheck } from '../checks.js';
import { type Decide, outcome, type Verdict } from '../decision.js';
import { type SetContract } from '../lead-action.js';
import { exists } from '../lead-rules.js';

const NOTICE_DAYS = 90;
const MOST_NOTICE_DAYS = 3_650;

/** When a contract ends; the task to renew it comes up before, and moves with the date. */
export const decideContract: Decide<SetContract> = (state, { endsOn, zone, noticeDays = NOTICE_DAYS, action }, context) =>
  outcome(
    context,
    { impossible: [exists(state), isRealDate(endsOn), isRealZone(zone), isNotice(noticeDays), textCheck('action', action, 500)] },
    () => ({
      type: 'lead.contract-dated',
      data: { contractId: context.id('contract'), endsOn, zone, noticeDays, action: action ?? 'Renew the contract' },
    }),
  );

const isRealDate = (text: string): Verdict =>
  isDate(text) ? null : { code: 'DATE.MALFORMED', message: 'endsOn must be a real date like 2027-03-31', path: 'endsOn' };

const isRealZone = (zone: string): Verdict =>
  isZone(zone) ? null : { code: 'ZONE.UNKNOWN', message: `${zone} is no time zone; use an IANA name like Europe/Berlin`, path: 'zone' };

const isNotice = (days: number): Verdict =>
  Number.isInteger(days) && days >= 0 && days <= MOST_NOTICE_DAYS
    ? null
    : { code: 'NOTICE.MALFORMED', message: `noticeDays must be a whole number from 0 to ${MOST_NOTICE_DAYS}`, path: 'noticeDays' };
