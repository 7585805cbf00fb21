import { type Verdict } from '../decision.js';

export const reasonCheck = (reason: string): Verdict =>
  reason.trim() !== '' && reason.length <= 4_000
    ? null
    : { code: 'REASON.MISSING', message: 'Say why, in 1 to 4,000 characters', path: 'reason' };
