import { type Verdict } from './decision.js';

export const roleCheck = (role: string | null): Verdict =>
  role === null || (role.trim() !== '' && role.length <= 64)
    ? null
    : { code: 'MEMBERSHIP.ROLE', message: 'A role has 1 to 64 characters; leave it out where there is none', path: 'role' };

export const weightCheck = (weight: number | null): Verdict =>
  weight === null || (Number.isFinite(weight) && weight > 0 && weight <= 1_000)
    ? null
    : { code: 'MEMBERSHIP.WEIGHT', message: `A weight is a number above 0, at most 1000; got ${weight}`, path: 'weight' };
